"""What a person wants besides answering, and what is done about it. Afterwards the question is as open as before."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from chat import care, commands, comments, confirming, handing_over, moves, questions, repairs
from chat.plain import bare
from chat.steps import Effect, Reply, Step, Turn
from surveys.questions import ConsentQuestion, YesNoQuestion
from words import Message
from words.languages import names_of, own_name

NOT_KNOWN = Message("That is all right.")
NOT_KNOWN_BUT_NEEDED = Message("That is all right. This one is needed to go on, so your best guess will do.")
PURPOSE = Message("Your answer helps the people who run this service to see what works and what does not.")
# "Please can I talk to a real person, not a machine" says no more than that.
MOST_WORDS_OF_A_WISH = 10
CANNOT_ANSWER = Message("I do not know the answer to that, and I cannot look up your case.")
IN_FORM = Message("You can go on in the form. What you have answered so far is there already.")
WHICH_LANGUAGE = Message("You can go on in one of these languages. What you have answered stays.")
ONE_LANGUAGE = Message("This survey is offered in one language only.")
CHANGING_LANGUAGE = Message("All right, we go on in another language. What you have answered stays.")
HELLO = Message("Hello.")
WELCOME = Message("You are welcome.")

Wish: TypeAlias = Callable[[Turn], Step]


def grant(turn: Turn, intent: str) -> Step:
    """Return what follows from a wish."""
    return WISHES[intent](turn)


def _saying(*replies: Reply) -> Wish:
    return lambda turn: moves.stay(turn.here, turn.question, *replies)


def _skip(turn: Turn) -> Step:
    if turn.adds:
        return moves.go_on_from(turn.here, turn.here.state)
    return moves.skip(turn.here, turn.question)


def _dont_know(turn: Turn) -> Step:
    if turn.adds:
        return _skip(turn)
    if turn.question.required:
        return repairs.repaired(turn, NOT_KNOWN_BUT_NEEDED)
    return moves.skip(turn.here, turn.question, NOT_KNOWN)


def _why(turn: Turn) -> Step:
    hint = turn.question.hint
    return moves.stay(turn.here, turn.question, hint or PURPOSE, effects=(Effect("privacy"),))


def _language(turn: Turn) -> Step:
    setting, offered = turn.here.way.known.setting, turn.here.way.known.definition.in_languages
    others = [code for code in offered if code != setting.language]
    wanted = _language_named(turn.said, offered)
    if wanted in others:
        effects = (Effect("language", {"code": wanted}),)
        return moves.stay(turn.here, turn.question, CHANGING_LANGUAGE, effects=effects)
    if not others:
        return moves.stay(turn.here, turn.question, ONE_LANGUAGE)
    quick = tuple(commands.language_button(code, own_name(code)) for code in others)
    return moves.stay(turn.here, turn.question, WHICH_LANGUAGE, quick=quick)


def _language_named(said: str, offered: tuple[str, ...]) -> str:
    """Return the offered language that a message names, by its code on a button or by its name; "" for none or many."""
    code = commands.language_in(said)
    if code is not None:
        return next((each for each in offered if each.casefold() == code.casefold()), "")
    words = f" {bare(said)} "
    found = [each for each in offered if any(f" {bare(name)} " in words for name in names_of(each))]
    return found[0] if len(found) == 1 else ""


def _human(turn: Turn) -> Step:
    state, took = turn.here.state, None
    if len(turn.said.split()) > MOST_WORDS_OF_A_WISH:
        # Who says besides what happened is to find it kept.
        state, took = comments.kept(turn.here, state, handing_over.masked(turn.said))
    return handing_over.to_person(turn, state, *(() if took is None else (care.KEPT,)))


def _question_asked(turn: Turn) -> Step:
    if turn.found is not None:
        return questions.answered(turn, turn.found)
    return confirming.ask(turn, "pass_on", CANNOT_ANSWER, words=turn.said)


def _yes_or_no(answer: str) -> Wish:
    """Take it where it answers the question; where there is nothing to say it to, ask again."""

    def take(turn: Turn) -> Step:
        question = turn.question
        if isinstance(question, YesNoQuestion) and not isinstance(question, ConsentQuestion):
            return moves.take(turn.here, question, answer)
        return moves.stay(turn.here, question)

    return take


WISHES: Mapping[str, Wish] = {
    "skip": _skip,
    "back": lambda turn: moves.back(turn.here, turn.question),
    "repeat": _saying(),
    "why": _why,
    "dont_know": _dont_know,
    "stop": lambda turn: confirming.ask(turn, "stop"),
    "delete_data": lambda turn: confirming.ask(turn, "delete"),
    "language": _language,
    "use_form": lambda turn: moves.stay(turn.here, turn.question, IN_FORM, effects=(Effect("form"),)),
    "human": _human,
    "ask_question": _question_asked,
    "case_status": _question_asked,
    "urgent": care.signpost,
    "abuse": care.calm,
    "greet": _saying(HELLO),
    "thank": _saying(WELCOME),
    "yes": _yes_or_no("yes"),
    "no": _yes_or_no("no"),
    "change": _saying(confirming.CHANGE_HOW),
}
