"""Plain words that are wishes, not answers, in the languages of the window. They are known without any model."""

import re
from collections.abc import Iterable

from chat import reading
from chat.plain import bare
from chat.steps import Pending, Quick
from words import Message

SKIPS = frozenset({"skip", "pass", "hepgor", "تخطي", "تخط"})
DECLINES = frozenset(
    {"no", "nope", "no thanks", "no thank you", "none", "n a", "na", "dim", "dim diolch", "لا", "لا شكرا"}
)

# Each intent's words, as a whole message. What is pressed comes back as the first of them.
_PLAIN: dict[str, tuple[str, ...]] = {
    "back": ("back", "go back", "yn ol", "nol", "رجوع", "عودة"),
    "stop": (
        "stop", "stop here", "stop now", "i want to stop", "end", "quit", "end this", "end the conversation",
        "stopio", "stopio yma", "stopiwch", "dw i eisiau stopio", "gorffen", "rhoi'r gorau iddi",
        "توقف", "أوقف", "أريد التوقف", "أريد أن أتوقف", "إنهاء", "توقف هنا", "التوقف هنا",
    ),
    "delete_data": (
        "delete my data", "delete my answers", "delete that", "delete everything", "delete what i said",
        "delete all my data", "erase my data", "remove my data", "delete it",
        "dileu fy nata", "dileu fy atebion", "dileu popeth", "dilëwch fy nata", "dilëwch bopeth",
        "احذف بياناتي", "حذف بياناتي", "امسح بياناتي", "احذف إجاباتي", "احذف كل شيء", "حذف كل شيء",
    ),
    "human": (
        "talk to a person", "speak to a person", "talk to someone", "speak to someone", "talk to a human",
        "speak to a human", "i want to talk to a person", "i want to speak to someone", "human",
        "siarad â pherson", "siarad gyda pherson", "siarad â rhywun", "siarad gyda rhywun",
        "التحدث إلى شخص", "التحدث مع شخص", "أريد التحدث إلى شخص", "أريد التحدث مع شخص", "أريد أن أتحدث مع شخص",
    ),
    "use_form": (
        "use the form", "use the form instead", "the form", "form", "i would rather use the form",
        "defnyddio'r ffurflen", "defnyddio'r ffurflen yn lle hynny", "y ffurflen", "ffurflen",
        "استخدم الاستمارة", "استخدم الاستمارة بدلا من ذلك", "استخدام الاستمارة", "الاستمارة",
    ),
    "why": (
        "why", "why do you ask", "why are you asking", "why do you want to know", "why do you need this",
        "pam", "pam ydych chi'n gofyn", "pam dych chi'n gofyn", "pam ydych chi eisiau gwybod",
        "لماذا", "لماذا تسألون", "لماذا تسأل", "لم تسألون", "لماذا هذا السؤال",
    ),
    "repeat": (
        "repeat", "repeat that", "repeat the question", "say that again", "say it again", "again",
        "eto", "dywedwch eto", "dywedwch hynny eto", "ailadrodd", "ailadroddwch y cwestiwn",
        "كرر", "أعد", "كرر السؤال", "أعد السؤال", "مرة أخرى",
        # With nothing pending any more, as where a button was pressed twice.
        "go on", "keep it",
    ),
    "language": (
        "change language", "another language", "speak welsh", "in welsh", "in welsh please", "speak english",
        "newid iaith", "iaith arall", "siarad cymraeg", "yn gymraeg", "yn gymraeg plis", "cymraeg plis",
        "تغيير اللغة", "لغة أخرى",
    ),
}  # fmt: skip
_INTENTS = {bare(words): intent for intent, several in _PLAIN.items() for words in several}
# What the button for a language comes back as.
_LANGUAGE = re.compile(r"language ([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,4}){0,2})", re.IGNORECASE)

# What says yes to what is pending, and no to whatever it is.
_YES: dict[Pending, tuple[str, ...]] = {
    "stop": _PLAIN["stop"],
    "delete": ("delete", "dileu", "ei ddileu", "dilëwch ef", "احذف", "احذفه", "احذفها", *_PLAIN["delete_data"]),
    "pass_on": (
        "pass it on", "note it", "ei drosglwyddo", "trosglwyddwch ef", "ei nodi", "nodwch ef", "nodi",
        "أرسله", "أرسلها", "دونه", "دونها", "سجله",
    ),
    "send": (
        "send it", "send", "send that", "that's right", "that is right", "correct", "all correct", "that's correct",
        "ei anfon", "anfonwch ef", "anfon", "cywir", "mae hynny'n iawn", "أرسله", "أرسلها", "إرسال", "صحيح",
    ),
    "reach": (),
}  # fmt: skip
_USUAL = (*reading.YES, "yes please", "ok", "okay", "sure", "ie plis", "iawn", "نعم من فضلك", "حسنا")
_NO = (
    "go on", "carry on", "continue", "keep it", "do not delete", "don't delete", "don't stop", "no thanks",
    "no thank you", "not now", "mynd ymlaen", "ewch ymlaen", "cadw", "ei gadw", "dim diolch",
    "تابع", "المتابعة", "استمر", "أكمل", "احتفظ به", "احتفظ بها", "لا شكرا",
)  # fmt: skip
_AGREED = {pending: {bare(words) for words in (*several, *_USUAL)} for pending, several in _YES.items()}
_REFUSED = {bare(words) for words in (*_NO, *reading.NO)}
# What stands beside a yes or no that says the same: "yes, stop it please", "no, carry on".
_AROUND = frozenset({"please", "plis", "it", "that", "now", "then", "thanks", "just"})
# Before other words the Welsh yes "do" is English.
_YES_FIRST, _NO_FIRST = frozenset(map(bare, reading.YES)) - {"do"}, frozenset(map(bare, reading.NO))


def _core(words: Iterable[str]) -> str:
    """Return words without those that say nothing of their own."""
    return " ".join(word for word in words if word not in _AROUND)


_YES_CORES = {pending: {_core(phrase.split()) for phrase in phrases} | {""} for pending, phrases in _AGREED.items()}
# "No, don't stop" says the opposite of "no, stop": neither is read.
_NO_CORES = {_core(phrase.split()) for phrase in _REFUSED if not phrase.startswith("do")} | {""}

STOP_HERE = Quick("stop here", (Message("Stop here"),))
GO_ON = Quick("go on", (Message("Go on"),))
DELETE_IT = Quick("delete it", (Message("Delete it"),))
KEEP_IT = Quick("keep it", (Message("Keep it"),))
SEND_IT = Quick("send it", (Message("Send it"),))
PASS_IT_ON = Quick("pass it on", (Message("Pass it on"),))
USE_FORM = Quick("use the form", (Message("Use the form instead"),))
TALK_TO_PERSON = Quick("talk to a person", (Message("Talk to a person"),))


def named(said: str, *, is_comment: bool) -> str | None:
    """Return the intent that a whole message names, or None. "No" declines where it cannot be an answer."""
    words = bare(said) if len(said) <= reading.LONGEST_READ else ""
    if words in SKIPS or (words in DECLINES and not is_comment):
        return "skip"
    return "language" if language_in(said) else _INTENTS.get(words)


def language_in(said: str) -> str | None:
    """Return the code that the button for a language came back with."""
    found = _LANGUAGE.fullmatch(said.strip())
    return found[1] if found else None


def language_button(code: str, name: str) -> Quick:
    """Return the button for a language."""
    return Quick(f"language {code}", (name,))


def answer_to(pending: Pending, said: str) -> bool | None:
    """Return whether a message says yes or no to what is pending, or None where neither."""
    words = bare(said) if len(said) <= reading.LONGEST_READ else ""
    if words in _AGREED.get(pending, ()):
        return True
    if words in _REFUSED:
        return False
    first, *rest = words.split() or [""]
    core = _core(rest)
    if first in _YES_FIRST and core in _YES_CORES.get(pending, ()):
        return True
    return False if first in _NO_FIRST and core in _NO_CORES else None
