import re
from gettext import c2py
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
TRANSLATIONS = ROOT / "translations"

# As in translations/collect.
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "Message": None, "Plural": (1, 2)}

# Texts found nowhere else are shown to staff alone, who may read them in English.
STAFF = (
    "articles/saving.py",
    "surveys/attention.py",
    "surveys/breaking.py",
    "surveys/comparing.py",
    "surveys/conversations/",
    "surveys/importing/",
    "surveys/managing.py",
    "surveys/proposing.py",
    "surveys/recipients.py",
    "surveys/rows.py",
    "surveys/summaries.py",
    "surveys/translating.py",
    "surveys/volumes.py",
    "targets/",
    "templates/manage/",
    "web/manage/",
)

# Zero, one, two, few (3), many (6) and all other numbers.
WELSH_NUMBERS = {0: 0, 1: 1, 2: 2, 3: 3, 4: 5, 5: 5, 6: 4, 7: 5, 11: 5, 100: 5}


class TestCollectedTexts:
    def test_the_template_is_up_to_date_with_the_sources(self, collected, template):
        assert set(template) == set(collected), "run `make messages`"

    def test_every_catalogue_is_up_to_date_with_the_sources(self, collected, catalogue):
        assert {message.id for message in catalogue if message.id} == set(collected), "run `make messages`"

    def test_no_text_of_a_template_breaks_the_page_that_shows_it(self, collected):
        # A template's texts are always formatted: a single % in one is an error when the page is shown.
        for text, files in collected.items():
            if any(file.startswith("templates/") for file in files):
                for form in forms_of(text):
                    form % dict.fromkeys(placeholders(form), "")

    def test_it_finds_the_texts_that_are_born_below_the_pages(self, collected):
        assert "surveys/questions/writing.py" in collected["Enter a comment"]


class TestEveryLanguage:
    def test_every_text_that_a_citizen_meets_is_translated(self, catalogue, collected):
        for text, files in collected.items():
            if not all(file.startswith(STAFF) for file in files):
                translated = found(catalogue, text)
                assert not translated.fuzzy
                assert all(forms_of(translated.string)), f"no {catalogue.locale} for {text!r}"

    def test_a_translation_has_the_placeholders_of_its_text(self, catalogue):
        for message in catalogue:
            if message.id and any(forms_of(message.string)):
                expected = set().union(*(placeholders(form) for form in forms_of(message.id)))
                for form in forms_of(message.string):
                    # "One" and "two" may be words of their own where a language has a form for each.
                    assert placeholders(form) <= expected, message.id
                    form % dict.fromkeys(expected, "")

    def test_a_counted_text_has_six_forms(self, catalogue):
        for message in catalogue:
            if message.pluralizable:
                assert len(forms_of(message.string)) == catalogue.num_plurals == 6

    def test_it_says_that_nobody_has_reviewed_it(self, catalogue):
        assert "yet to" in catalogue.header_comment


class TestWelsh:
    def test_a_translation_has_the_placeholders_of_its_text_in_each_form(self, welsh):
        for message in welsh:
            for form in forms_of(message.string) if message.id and any(forms_of(message.string)) else ():
                assert placeholders(form) == set().union(*(placeholders(each) for each in forms_of(message.id)))

    @pytest.mark.parametrize(("number", "form"), WELSH_NUMBERS.items())
    def test_each_number_takes_its_own_form(self, welsh, number, form):
        assert welsh.num_plurals == 6
        assert c2py(welsh.plural_expr)(number) == form


def forms_of(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", text))


def found(catalogue: Catalog, text: str | tuple[str, ...]) -> Message:
    message = catalogue.get(text)
    assert message is not None, f"no entry for {text!r}; run `make messages`"
    return message


def read(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream)


@pytest.fixture(scope="module")
def collected():
    """Each text of the sources, as it stands in a catalogue, with the files that it is in."""
    with (TRANSLATIONS / "babel.cfg").open() as stream:
        methods, options = parse_mapping_cfg(stream)
    texts: dict[str | tuple[str, ...], set[str]] = {}
    for file, _line, text, _comments, _context in extract_from_dir(ROOT, methods, options, KEYWORDS):
        texts.setdefault(text, set()).add(file)
    return texts


@pytest.fixture(scope="module")
def template():
    return {message.id for message in read(TRANSLATIONS / "messages.pot") if message.id}


@pytest.fixture(scope="module", params=sorted(path.parts[-3] for path in TRANSLATIONS.glob("*/LC_MESSAGES/*.po")))
def catalogue(request):
    return read(TRANSLATIONS / request.param / "LC_MESSAGES" / "messages.po")


@pytest.fixture(scope="module")
def welsh():
    return read(TRANSLATIONS / "cy" / "LC_MESSAGES" / "messages.po")
