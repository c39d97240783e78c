"""Dates of birth, in figures and in words."""

from __future__ import annotations

import re

from nlp.patterns.forms import Pattern

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"\d{1,2}(?:\s?(?:st|nd|rd|th))?"
DATE = (
    rf"(?:\d{{1,2}}\s?[./ -]\s?\d{{1,2}}\s?[./ -]\s?\d{{2,4}}|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}"
    rf"|{_DAY}(?:\sof)?[ /.-]{_MONTH},?[ /.-]['’]?(?:\d{{4}}|\d{{2}})"
    rf"|{_MONTH}[ -](?:the\s)?{_DAY}(?:,\s?|[ -])(?:\d{{4}}|['’]\d{{2}}))"
)
_WELSH_MONTH = (
    r"(?:ionawr|chwefror|mawrth|ebrill|m[ae]i|fai|mehefin|fehefin|gorffennaf|orffennaf|awst|medi"
    r"|fedi|hydref|tachwedd|dachwedd|rhagfyr)"
)
_FEAST = (
    r"(?:christmas (?:day|eve)|boxing day|new year['’]?s (?:day|eve)|valentine['’]?s day"
    r"|hallowe['’]?en|midsummer(?: day| night)?"
    r"|april fool['’]?s day|bonfire night|easter (?:sunday|monday|saturday)|good friday"
    r"|st\.? (?:david|patrick|george|andrew)['’]?s day"
    r"|dydd nadolig|dydd calan|g[wŵ]yl (?:san )?steffan|dydd g[wŵ]yl dewi)"
)
_ORDINAL = (
    r"(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_TENS = r"(?:ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)"
_UNIT = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_YEAR = (
    rf"(?:(?:nineteen|twenty)[ -](?:hundred(?: and)? )?(?:{_TENS}(?:[ -]{_UNIT})?|oh?[ -]{_UNIT}|{_UNIT})"
    rf"|two thousand(?: and)?(?: (?:{_TENS}|{_UNIT})(?:[ -]{_UNIT})?)?|{_TENS}[ -]{_UNIT}|{_TENS}|\d{{4}}|['’]?\d{{2}})"
)
_DATE_IN_WORDS = (
    rf"(?:(?:the )?{_ORDINAL} (?:of )?{_MONTH},? (?:in )?{_YEAR}|{_DAY}(?: of)? {_MONTH},? {_YEAR}"
    rf"|{_MONTH} (?:the )?{_ORDINAL},? {_YEAR})"
)
# Months in any language, once the words have said what the date is.
_OF_BIRTH = (
    rf"(?:{DATE}|{_FEAST},? (?:in )?['’]?(?:\d{{4}}|\d{{2}})"
    rf"|\d{{1,2}}(?:\.|af|il|ydd|ed|fed|eg|ain)?\s(?:o\s|de\s|d['’])?[^\W\d_]{{3,12}}\.?\s(?:de\s)?\d{{4}}"
    rf"|\d{{1,2}}[-/.][^\W\d_]{{3,12}}[-/.]\d{{2,4}}|{_DATE_IN_WORDS}|{_MONTH}\s\d{{4}}|\d{{8}}|\d{{6}})"
)
_CALLED_SO = (
    r"(?:d\.?\s?o\.?\s?b\.?s?|dates? of birth|birth ?dates?|birthdays?|date of my birth"
    r"|dyddiad(?:au)? geni|pen-?bl?wydd"
    r"|dáta breithe|date de naissance|fecha de nacimiento|data de nascimento"
    r"|data urodzenia|data nașterii|geburtsdatum|تاريخ الميلاد)"
)
_BORN = r"(?:born|ganed|ganwyd|anwyd|geni|ngeni|eni|rugadh|née?|nacid[oa]|nascid[oa]|urodzon[ya]|născut[ăa]?|geboren)"
_LINK = (
    r"(?:(?:is|was|on|the|in|at|le|el|em|am|il|as|given as|down as|from|of|being|to|back|yw|ydy|oedd|w dniu|pe"
    r"|ar|y|yr|fy|mab|merch)\b\W{0,3}){0,4}"
)

# A second date beside one of birth: "not 6/5/03", "you have it down as 9 November 1948".
_SECOND = re.compile(
    rf"\b(?:{_CALLED_SO}|{_BORN})(?!\w)[^\d\n]{{0,60}}\d[^\n]{{0,110}}?[\s,(“\"']"
    r"(?:not|nid|or|neu|down as|as|instead of|rather than|(?:say|show|read)(?:s|ing)?|said|has"
    r"|have|had|got|it['’]?s|put|became|to|into|for"
    r"|entered|typed|than|really|actually|in fact|is|was|be|with)\W{1,3}(?:it |them |the |me "
    r"|him |her |is |was |as |down |on ){0,3}[“\"']?$",
    re.I,
)
_BESIDE = re.compile(
    rf"\b{_CALLED_SO}(?!\w)[^\d\n]{{0,60}}\d[\d\w ./-]{{4,24}}\s?(?:and|a|&|,|/|or|neu)\s(?:the )?$", re.I
)


def _is_second(before: str, _behind: str) -> bool:
    # "born in 1956. Appointment was 2025-01-09": another sentence speaks of another date.
    within = re.split(r"[.!?;]\s+(?=[A-Z])", before)[-1]
    return _SECOND.search(within) is not None or _BESIDE.search(within) is not None


PATTERNS = (
    Pattern(
        "dob",
        re.compile(rf"\b(?:{_CALLED_SO}|{_BORN})(?!\w)\W{{0,3}}{_LINK}(?P<part>{_OF_BIRTH})(?!\w)", re.I),
    ),
    # "my date of birth on the card is", "born prematurely on": a few words between, but no other statement.
    Pattern(
        "dob",
        re.compile(
            rf"\b{_CALLED_SO}(?!\w)(?!\W+(?:and|but)\b)[^\d.!?;\n]{{0,45}}?(?<!\w)(?P<part>{_OF_BIRTH})(?!\w)", re.I
        ),
    ),
    Pattern(
        "dob",
        re.compile(
            rf"\b{_BORN}\s(?!and\b)(?:(?!and\b|but\b)[^\W\d_][\w'’-]{{0,15}}\s){{1,5}}(?:on"
            rf"|ar)\s(?:the\s)?(?P<part>{_OF_BIRTH})(?!\w)",
            re.I,
        ),
    ),
    Pattern("dob", re.compile(rf"\bb\.\s?(?P<part>{DATE})(?!\w)", re.I)),
    Pattern(
        "dob",
        re.compile(
            rf"(?<!\w)(?P<part>{_OF_BIRTH})\W{{1,3}}(?:(?:is|was|as) )?(?:(?:my|her|his|our|the"
            rf"|their) )?(?:(?:son|daughter|wife|husband|mum|mother|dad|father|baby)['’]?s )?"
            rf"(?:d\.?o\.?b\b|date of birth|birthday\b|birth ?date)",
            re.I,
        ),
    ),
    Pattern(
        "dob",
        re.compile(rf"(?<![\w£$€./-])(?:{DATE}|\d{{1,2}}\s(?:o\s)?{_WELSH_MONTH}\s\d{{4}})(?![\w/-])", re.I),
        near=_is_second,
    ),
)
IN_WORDS = PATTERNS[:3]
