import json
from contextlib import contextmanager

import pytest
from flask import Flask, render_template_string
from markupsafe import Markup

from web import language
from web.language import told, told_answer, worded
from web.told import Piece, Told
from words import Message, Plural

ENGLISH = {"en": "Waiting"}
WELSH = {"cy": "Aros"}
ARABIC = {"ar": "انتظار"}


class TestTold:
    @pytest.mark.parametrize(
        ("words", "reader", "shown"),
        [
            (ENGLISH, "en", "Waiting"),
            (ENGLISH | WELSH, "cy", "Aros"),
            (ENGLISH, "cy", '<span lang="en">Waiting</span>'),
            (ENGLISH, "ar", '<span lang="en" dir="ltr">Waiting</span>'),
            (ARABIC, "en", '<span lang="ar" dir="rtl">انتظار</span>'),
            (ARABIC, "ar", "انتظار"),
            ({"fr": "Attente"}, "ar", '<span lang="fr" dir="ltr">Attente</span>'),
            ({"en-GB": "Waiting"}, "en", '<span lang="en-GB">Waiting</span>'),
            ({}, "cy", ""),
            # No language is heard in figures.
            ({"en": "5"}, "ar", "5"),
            ({"en": "5 – Good"}, "cy", '<span lang="en">5 – Good</span>'),
        ],
    )
    def test_a_text_says_its_language_only_where_that_is_not_the_page_s(self, read_in, words, reader, shown):
        with read_in(reader):
            assert Markup.escape(told(words)) == shown

    @pytest.mark.parametrize(
        ("words", "shown"),
        [
            ({"ur": "انتظار"}, '<span lang="ur">انتظار</span>'),
            # In the page's language, and yet not in its direction.
            (ENGLISH, '<span dir="ltr">Waiting</span>'),
            (Message("Select the place"), "\u2066Select the place\u2069"),
            ({"ur": "5"}, "5"),
        ],
    )
    def test_english_words_around_what_is_read_from_the_right_keep_their_direction(self, read_in, words, shown):
        with read_in("ur", "ur"):
            assert (language.language(), language.reading(), language.direction()) == ("en", "ur", "rtl")
            assert Markup.escape(told(words)) == shown

    def test_so_do_those_of_a_template(self, read_in):
        with read_in("fa", "fa"):
            shown = render_template_string(
                "{{ _('%(question)s (optional)', question=text | told) }}", text={"fa": "چرا"}
            )

        assert shown == '\u2066<span lang="fa">چرا</span> (optional)\u2069'

    @pytest.mark.parametrize("reader", ["en", "cy"])
    def test_markup_in_a_text_is_text(self, read_in, reader):
        with read_in(reader):
            shown = render_template_string("{{ text | told }}", text={"en": "<b>&\"'</b>"})

        assert "&lt;b&gt;&amp;&#34;&#39;&lt;/b&gt;" in shown
        assert "<b>" not in shown

    def test_a_code_that_is_none_breaks_out_of_no_attribute(self):
        piece = Piece("Waiting", '"><script>', "ltr")

        assert piece.__html__() == '<span lang="&#34;&gt;&lt;script&gt;" dir="ltr">Waiting</span>'

    def test_the_answers_that_are_put_in_are_put_into_the_text_that_is_shown(self, read_in):
        with read_in("cy"):
            text = told({"en": "Why {x}?"}, lambda words: words.replace("{x}", "<by phone>"))

        assert Markup.escape(text) == '<span lang="en">Why &lt;by phone&gt;?</span>'

    def test_a_sentence_of_the_product_s_holds_it_with_its_marks(self, read_in):
        with read_in("cy"):
            shown = render_template_string(
                "{{ _('“%(survey)s” no longer takes answers.', survey=title | told) }}", title=ENGLISH
            )

        assert '<span lang="en">Waiting</span>' in shown
        assert "no longer" not in shown

    def test_what_the_product_says_is_in_the_page_s_language(self, read_in):
        with read_in("cy"):
            said = [told(Message("Select the place")), told(Plural("%(count)s day", "%(count)s days", 2))]

        assert [Markup.escape(each) for each in said] == [str(each) for each in said]
        assert str(said[0]) != "Select the place"

    def test_a_title_has_the_words_alone(self, read_in):
        with read_in("ar"):
            assert render_template_string("{{ text | told | string }}", text={"en": "Me & you"}) == "Me &amp; you"

    @pytest.mark.parametrize("reader", ["en", "cy", "ar"])
    def test_a_number_of_things_is_written_with_its_separator(self, read_in, reader):
        with read_in(reader):
            shown = render_template_string(
                "{{ ngettext('%(num)s answered.', '%(num)s answered.', 3634) }} {{ 1234567 | counted }}"
            )
            said = worded(Plural("%(count)s day", "%(count)s days", 3634))

        assert "3,634" in shown
        assert shown.endswith(" 1,234,567")
        assert "3,634" in said

    def test_nothing_is_nothing(self, read_in):
        with read_in("ar"):
            assert not told({})
            assert told(ENGLISH)


class TestAnAnswer:
    def test_each_piece_has_its_own_language(self, read_in):
        with read_in("ar"):
            answer = told_answer([ENGLISH, ARABIC])

        assert Markup.escape(answer) == '<span lang="en" dir="ltr">Waiting</span>، انتظار'
        assert str(answer) == "Waiting، انتظار"

    @pytest.mark.parametrize(
        ("reader", "written", "shown"),
        [
            ("en", "Slow & cold", "Slow &amp; cold"),
            ("en", "بطيء!", '<span dir="auto">بطيء!</span>'),
            ("cy", "+44", "+44"),
            # It would be shown as "44+".
            ("ar", "+44", '<span dir="auto">+44</span>'),
        ],
    )
    def test_a_person_s_own_words_find_their_direction_themselves(self, read_in, reader, written, shown):
        with read_in(reader):
            assert Markup.escape(told_answer([written])) == shown


class TestForTheWindow:
    def test_a_text_in_the_page_s_language_is_a_string(self, read_in):
        with read_in("cy"):
            assert told(WELSH).data == "Aros"

    def test_another_is_told_in_pieces(self, read_in):
        with read_in("ar"):
            data = told_answer([ENGLISH, ARABIC]).data

        assert json.loads(json.dumps(data)) == [
            {"text": "Waiting", "lang": "en", "dir": "ltr"},
            {"text": "، "},
            {"text": "انتظار"},
        ]


class TestAnElementOfItsOwn:
    def test_it_carries_the_marks_where_all_of_it_is_in_one_language(self):
        english, welsh = Piece("Waiting", "en", "ltr"), Piece("Aros", "cy")

        assert Told((english,)).attributes == {"lang": "en", "dir": "ltr"}
        assert Told((welsh,)).attributes == {"lang": "cy"}
        assert Told((english, welsh)).attributes == Told((Piece("انتظار"),)).attributes == {}


@pytest.fixture
def read_in():
    """Act for one reader of a page that is offered in three languages."""
    app = Flask("app")
    language.register(app)

    @contextmanager
    def reading(code, *more):
        with app.test_request_context(f"/?lang={code}"):
            language.offer(["en", "cy", "ar", *more])
            yield

    return reading
