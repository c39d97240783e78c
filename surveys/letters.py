"""What an invitation says, in the recipient's language."""

from dataclasses import dataclass

from delivery import Mail
from surveys.invitations import MOST_REMINDERS
from words import Message, Words, in_language
from words.catalogue import worded

LONGEST_SUBJECT_NAME = 100


@dataclass(frozen=True, repr=False)
class Addressee:
    """Whom a letter is to. Its repr shows nothing, so that no address ends in a log."""

    address: str
    name: str
    language: str


@dataclass(frozen=True, repr=False)
class Letter:
    """What a letter is about. The links are its recipient's own and end in no log."""

    organisation: Words
    survey: Words
    answer_url: str
    unsubscribe_url: str
    reminder: bool


def write(letter: Letter, *, to: Addressee, sender: str, message_id: str) -> Mail:
    """Return the mail. It goes to the bare address; the name, if one was given, is in the greeting alone."""
    return Mail(
        to=to.address,
        subject=_subject(letter, to.language),
        text=_text(letter, to),
        html=None,
        attachments=(),
        message_id=message_id,
        sender=sender,
        # One click in the mail program is enough (RFC 8058).
        headers=(
            ("List-Unsubscribe", f"<{letter.unsubscribe_url}>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ),
    )


def _subject(letter: Letter, language: str) -> str:
    names = {
        "organisation": _one_line(in_language(letter.organisation, language))[:LONGEST_SUBJECT_NAME],
        "survey": _one_line(in_language(letter.survey, language))[:LONGEST_SUBJECT_NAME],
    }
    if letter.reminder:
        return worded(Message("Reminder: %(organisation)s asks what you think – %(survey)s", names), language)
    return worded(Message("%(organisation)s asks what you think – %(survey)s", names), language)


def _text(letter: Letter, to: Addressee) -> str:
    names = {
        "organisation": _one_line(in_language(letter.organisation, to.language)),
        "survey": _one_line(in_language(letter.survey, to.language)),
    }
    name = _one_line(to.name)
    greeting = Message("Hello %(name)s,", {"name": name}) if name else Message("Hello,")
    begun = (
        Message(
            "%(organisation)s invited you to a survey called “%(survey)s”. You have not answered it yet. "
            "We send at most %(most)s reminders.",
            {**names, "most": MOST_REMINDERS},
        )
        if letter.reminder
        else Message("%(organisation)s invites you to a survey called “%(survey)s”.", names)
    )
    paragraphs = (
        greeting,
        begun,
        Message("Answer the survey: %(link)s", {"link": _in_their_language(letter.answer_url, to.language)}),
        Message("The link is yours alone. You can use it to send your answers once."),
        Message(
            "Your answers are not tied to your email address. We record that this invitation was answered, "
            "but not which answers came from it."
        ),
        Message(
            "You do not have to answer. To get no more invitations from %(organisation)s: %(link)s",
            {**names, "link": _in_their_language(letter.unsubscribe_url, to.language)},
        ),
    )
    return "\n\n".join(worded(paragraph, to.language) for paragraph in paragraphs) + "\n"


def _in_their_language(url: str, language: str) -> str:
    """Return the link as it opens in the language that was stated; English is also what stands where none was."""
    return url if language == "en" else f"{url}?lang={language}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
