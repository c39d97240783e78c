"""What citizens and files would read: texts that are missing, blanks that are not filled, names that are used twice."""

import re
from collections.abc import Iterator
from functools import cache

from babel import Locale, UnknownLocaleError
from pydantic import TypeAdapter

from surveys import instruments, piping
from surveys.checking.whole import Whole, quoted
from surveys.expressions import Kind
from surveys.questions import AnyQuestion, Question, is_blank
from words.languages import known

# So many answers at most are put into one text.
MOST_PIPES = 20

_BRACES = re.compile(r"\{[^{}]*\}")


def languages(whole: Whole) -> Iterator[str]:
    """Find codes that have the shape of a language's and are none."""
    codes = dict.fromkeys([*whole.definition.in_languages, *(code for _, _, words in whole.texts() for code in words)])
    for code in codes:
        if not known(code):
            yield f"languages: {code!r} is no language that is known here; write a code like 'cy', 'pt-BR' or 'zh-Hant'"


def wordings(whole: Whole) -> Iterator[str]:
    """Find questions that say that they are a standard wording and are not."""
    for _, place, question in whole.questions():
        if question.wording is None:
            continue
        standard = _standard().get(question.wording)
        if standard is None:
            yield f"{place}.wording: there is no standard wording {question.wording[:60]!r}"
        elif question.type != standard.type:  # type: ignore[attr-defined]
            yield f"{place}.wording: {question.wording!r} is a question of type {standard.type!r}"  # type: ignore[attr-defined]
        else:
            yield from _worded_otherwise(place, question, standard)


def unfilled(whole: Whole) -> Iterator[str]:
    """Find blanks of the standard wordings that nobody has filled."""
    blank = re.compile(rf"\[(?:{'|'.join(sorted(instruments.blanks()))})\]")
    for _, place, words in whole.texts():
        for code, text in words.items():
            for found in dict.fromkeys(blank.findall(text)):
                yield f"{place}: the blank {found} is not filled in the {_named_language(code)}"


def columns(whole: Whole) -> Iterator[str]:
    """Find questions whose columns in files would have the same name."""
    taken: dict[str, str] = {}
    for _, place, question in whole.questions():
        for column in question.columns():
            other = taken.setdefault(column.name, question.key)
            if other != question.key:
                yield f"{place}: its column {column.name!r} in files is that of {other!r} too; change one of the keys"


def pipes(whole: Whole) -> Iterator[str]:
    """Find texts that put in what is not there, not there yet, or nothing that can be read."""
    for page, place, words in whole.texts():
        keys = [key for text in words.values() for key in piping.references(text)]
        if any(len(piping.references(text)) > MOST_PIPES for text in words.values()):
            yield f"{place}: at most {MOST_PIPES} answers can be put into one text"
        for key in dict.fromkeys(keys):
            fault = _wrong_pipe(whole, key, page)
            if fault:
                yield f"{place}: {fault}"
        for text in words.values():
            for found in _BRACES.findall(text):
                if not piping.references(found):
                    yield f"{place}: {found[:60]} puts in no answer; write {{key}} or {{key|words if there is none}}"


def translations(whole: Whole) -> Iterator[str]:
    """Find texts that lack a language of the survey."""
    for _, place, words in whole.texts():
        optional = place.rpartition(".")[2] == "hint" or (place.startswith("pages.") and place.endswith(".title"))
        if not optional or not all(map(is_blank, words.values())):
            missing = _lacking(whole, words)
            if missing:
                yield f"{place}: the {missing} is missing"
    for _, place, question in whole.questions():
        for name, words in question.usual_texts():
            missing = _lacking(whole, words)
            if missing:
                yield f"{place}.{name}: the usual words have no {missing}; write your own"


def _lacking(whole: Whole, words: object) -> str:
    assert isinstance(words, dict)
    codes = [code for code in whole.definition.in_languages if is_blank(words.get(code, ""))]
    return " and ".join(_named_language(code) for code in codes)


def _worded_otherwise(place: str, question: Question, standard: Question) -> Iterator[str]:
    english = question.text.get("en", "")
    if not instruments.template(standard.text["en"]).fullmatch(english) and english != standard.text["en"]:
        worded = f"the standard wording {question.wording!r}: {standard.text['en']!r}"
        yield f"{place}.text: the English is not that of {worded}"
    if _english(question) != _english(standard):
        yield f"{place}: the answers are not those of the standard wording {question.wording!r}"


def _english(question: Question) -> list[tuple[str, str | None]]:
    return [(value, label.get("en")) for value, label in question.offered()]


@cache
def _standard() -> dict[str, Question]:
    reader: TypeAdapter[Question] = TypeAdapter(AnyQuestion)
    return {name: reader.validate_python(way) for name, way in instruments.wordings().items()}


def _wrong_pipe(whole: Whole, key: str, page: int) -> str | None:
    if key in {each.key for each in whole.definition.calculated}:
        if whole.kinds.get(key) is Kind.BOOLEAN:
            return f"{key!r} is true or false, which has no words to put in"
        known = all(whole.is_before(each, page) for each in whole.leans_on[key])
    elif key in whole.page_of:
        if not whole.definition.question(key).asks:
            return f"{key!r} asks nothing, so there is no answer to put in"
        known = whole.is_before(key, page)
    else:
        return f"there is no question and no calculated value {key!r} to put in"
    return None if known else f"{quoted([key])} is not answered yet where it is put in"


def _named_language(code: str) -> str:
    try:
        name = Locale.parse(code.replace("-", "_")).get_language_name("en")
    except (UnknownLocaleError, ValueError):
        name = None
    return f"{name} text ({code})" if name else f"text in {code!r}"
