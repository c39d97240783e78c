import re
from collections import Counter
from random import Random

import pytest

from demo.joining import join_asks, join_turn, stopped
from demo.rates import RATES
from demo.setting import Setting, UnknownSlotError, draw_setting, fill, with_pronoun
from demo.slips import retype
from demo.stock import SERVICES, THEMES, stock
from demo.words import PRAISE_BESIDE_BLAME, STAFF, Comment, Writer, with_a_name

PHONE = re.compile(r"\d[\d ]{8,}\d")
RESERVED_PHONE = re.compile(r"01632 960 ?\d{3}|07700 900 ?\d{3}")
EMAIL = re.compile(r"\S+@\S+?(?=[,.]?(?:\s|$))")
TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr) [A-Z][\w-]+")
INSURANCE = re.compile(r"\b[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]\b")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b")


class TestNamesOfStaff:
    def test_one_in_four_that_praise_staff_names_one_and_no_other_does(self):
        rng = Random(1)
        kind = Comment("They were kind", "en", "positive", {"staff_manner": "pos"})
        others = [
            Comment("They were rude", "en", "negative", {"staff_manner": "neg"}),
            Comment("It was warm", "en", "positive", {"facilities": "pos"}),
            Comment("Roedden nhw'n garedig", "cy", "positive", {"staff_manner": "pos"}),
        ]

        named = [each for each in (with_a_name(kind, rng=rng).text for _ in range(400)) if each != kind.text]

        assert 60 < len(named) < 140
        assert all(each.startswith("They were kind. ") and any(name in each for name in STAFF) for each in named)
        assert [with_a_name(each, rng=rng) for each in others * 50] == others * 50


class TestStock:
    def test_it_is_large(self):
        texts = {phrase.text for phrases in stock().phrases.values() for phrase in phrases}

        assert len(texts) >= 1_200

    @pytest.mark.parametrize("theme", THEMES)
    @pytest.mark.parametrize("service", SERVICES)
    def test_every_theme_can_be_praised_and_blamed_in_a_clause(self, theme, service):
        assert any(phrase.kind == "clause" for phrase in stock().find(theme, "neg", service))
        if theme in PRAISE_BESIDE_BLAME:
            assert any(phrase.kind == "clause" for phrase in stock().find(theme, "pos", service))
        assert stock().find(theme, "pos", service)

    @pytest.mark.parametrize("service", SERVICES)
    def test_every_slot_can_be_filled(self, service):
        rng = Random(1)
        for key, phrases in stock().phrases.items():
            for phrase in phrases if key[2] == service else ():
                setting = draw_setting(service, rng=rng, stock=stock())
                text = fill(phrase.text, setting=setting, rng=rng, stock=stock())
                assert not set("{}|#") & set(text), phrase.text

    def test_a_slot_that_nothing_fills_is_an_error(self):
        with pytest.raises(UnknownSlotError, match="wether"):
            fill("lovely {wether}", setting=Setting({}, {}), rng=Random(1), stock=stock())

    def test_only_reserved_personal_data_is_in_it(self, everything):
        assert PHONE.findall(everything)
        assert all(RESERVED_PHONE.fullmatch(found) for found in PHONE.findall(everything))
        assert EMAIL.findall(everything)
        assert all(re.search(r"@example\.(com|org)$", found) for found in EMAIL.findall(everything))
        assert {name.split()[1] for name in TITLED.findall(everything)} == {
            "Example-Jones",
            "Sampleton",
            "Testerby",
            "Placeholder",
            "Sample-Davies",
            "Exampleton",
        }
        # QQ is a prefix that is never given out.
        assert all(found.startswith("QQ") for found in INSURANCE.findall(everything))
        assert not POSTCODE.findall(everything)

    @pytest.fixture
    def everything(self):
        """Every phrase, its slots filled many times over, and every choice of every list."""
        rng, texts = Random(7), []
        for (_, _, service), phrases in stock().phrases.items():
            for phrase in phrases:
                for _ in range(8):
                    setting = draw_setting(service, rng=rng, stock=stock())
                    texts.append(fill(phrase.text, setting=setting, rng=rng, stock=stock()))
        return "\n".join(texts)


class TestWriter:
    def test_it_writes_the_same_with_the_same_chance(self):
        assert [c.text for c in _comments(5)] == [c.text for c in _comments(5)]
        assert [c.text for c in _comments(5)] != [c.text for c in _comments(6)]

    @pytest.mark.parametrize("sentiment", ["positive", "negative", "mixed"])
    def test_what_it_says_has_the_sentiment_asked_for(self, sentiment):
        polarities = {"positive": {"pos"}, "negative": {"neg"}, "mixed": {"pos", "neg"}}[sentiment]

        for comment in _comments(3, sentiment=sentiment):
            assert comment.sentiment == sentiment
            assert set(comment.themes.values()) in (polarities, set())

    def test_what_it_says_follows_the_leaning(self):
        themes = Counter(theme for comment in _comments(4, sentiment="negative", count=900) for theme in comment.themes)

        assert themes["waiting"] > 3 * themes["privacy"]

    def test_somebody_at_risk_is_urgent_and_a_figure_of_speech_is_not(self):
        writer = Writer(Random(1))
        for service in SERVICES:
            assert writer.special("urgent", service=service, good=False).urgent
            assert not writer.special("hard", service=service, good=False).urgent

    def test_personal_data_is_typed_without_a_slip(self):
        writer = Writer(Random(1))
        texts = [writer.special("personal", service="repairs", good=False).text for _ in range(60)]

        assert all(RESERVED_PHONE.fullmatch(found) for text in texts for found in PHONE.findall(text))

    def test_welsh_is_never_mixed_with_english(self):
        writer, english = Writer(Random(2)), re.compile(r"\b(the|and|was|but|very|waiting)\b", re.IGNORECASE)
        for sentiment in ("positive", "negative", "mixed", "neutral") * 30:
            comment = writer.write(
                service="libraries", sentiment=sentiment, leaning=RATES["libraries"].leaning, language="cy"
            )
            assert comment.language == "cy"
            assert not english.search(comment.text), comment.text


class TestJoining:
    def test_a_stop_is_not_put_after_a_question(self):
        assert stopped("Is that fair?") == "Is that fair?"
        assert stopped("It is not fair") == "It is not fair."

    def test_a_request_is_not_made_polite_twice(self):
        for seed in range(40):
            assert join_asks(["ring us please"], rng=Random(seed)) == "Ring us please."

    def test_the_turn_of_a_mixed_comment_stands_between_its_halves(self):
        text = join_turn("the desk was busy", "they were kind", rng=Random(1), connectors=["at least"])

        assert text == "the desk was busy. At least they were kind"

    def test_a_person_is_named_once(self):
        setting = Setting({"person": "the librarian"}, {"person": "she"})

        assert with_pronoun("{person} laughed", after="{person} listened", setting=setting) == "she laughed"
        assert with_pronoun("{person} laughed", after="it rained", setting=setting) == "{person} laughed"


class TestRetype:
    def test_it_keeps_capitals_and_stops_around_a_slip(self):
        slips = {"definitely": ("definately",)}
        typed = {retype("Definitely, yes.", rng=Random(seed), slips=slips, whole=True) for seed in range(60)}

        assert "Definately, yes." in typed

    def test_most_people_type_well(self):
        text = "The adviser explained my bill and it was sorted."
        typed = Counter(retype(text, rng=Random(seed), slips={}, whole=False) for seed in range(400))

        assert typed.most_common(1)[0][0] == text
        assert len(typed) > 5


def _comments(seed, *, sentiment="positive", count=150):
    writer = Writer(Random(seed))
    return [
        writer.write(service=service, sentiment=sentiment, leaning=RATES[service].leaning)
        for _ in range(count // 3)
        for service in SERVICES
    ]
