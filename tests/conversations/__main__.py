"""``python -m tests.conversations``: hold the conversations of the transcripts, and print what went otherwise."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nlp import loading
from tests.conversations import installation, living, playing, reporting, transcripts
from tests.conversations.lined import FileFaultError
from tests.conversations.transcripts import Script


class Elsewhere:
    """Somebody's running server, on which windows were opened by hand. It is not looked into."""

    looks_inside, patient = False, True

    def __init__(self, url: str, keys: dict[str, str]) -> None:
        self.url, self.keys = url.rstrip("/"), keys

    def can(self, script: Script) -> bool:
        """Whether a conversation can be held there: its window is known, and nothing is published in the middle."""
        return script.conversation.survey in self.keys and not any(t.needs_inside for t in script.conversation.turns)

    def today(self) -> Any:
        return datetime.now(UTC).date()

    def publish(self, survey: str) -> tuple[str, str]:
        return survey, self.keys[survey]


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit status: 0 where all went as expected, 1 where not, 2 where the files are wrong."""
    given = _parser().parse_args(arguments)
    if given.people:
        return _simulated(given)
    try:
        scripts = transcripts.read(given.files or transcripts.all_files())
    except FileFaultError as error:
        print(error, file=sys.stderr)
        return 2
    outcomes = _elsewhere(given, scripts) if given.url else _here(scripts)
    for line in reporting.report(outcomes):
        print(line)
    return 1 if any(outcome.is_wrong for outcome in outcomes) else 0


def _simulated(given: argparse.Namespace) -> int:
    """Let simulated people talk: so many of each manner with the dialogue alone, some of them with a server."""
    model, many = loading.understander(), list(living.people(given.people))
    lived = [living.talk(person, survey, model) for person, survey in many]
    print("With the dialogue alone:", *living.table(lived), sep="\n")
    live = []
    if given.live:
        with (
            tempfile.TemporaryDirectory(prefix="yousaid-rehearsal-") as name,
            installation.running(Path(name)) as place,
        ):
            live = [living.talk_live(person, survey, place) for person, survey in living.people(given.live)]
        print("\nWith a running server:", *living.table(live), sep="\n")
    return 1 if any(each.faults for each in [*lived, *live]) else 0


def _here(scripts: Sequence[Script]) -> list[playing.Outcome]:
    with (
        tempfile.TemporaryDirectory(prefix="yousaid-rehearsal-") as folder,
        installation.running(Path(folder)) as place,
    ):
        outcomes = [
            _shown(playing.play(script, place), number, len(scripts)) for number, script in enumerate(scripts, 1)
        ]
        for line in place.troubles():
            print(line, file=sys.stderr)
        return outcomes


def _elsewhere(given: argparse.Namespace, scripts: Sequence[Script]) -> list[playing.Outcome]:
    place = Elsewhere(given.url, dict(each.split("=", 1) for each in given.window))
    left_out = [script.name for script in scripts if not place.can(script)]
    if left_out:
        print(f"Left out, since no window is given for their surveys: {', '.join(left_out)}", file=sys.stderr)
    return [playing.play(script, place) for script in scripts if place.can(script)]


def _shown(outcome: playing.Outcome, number: int, of: int) -> playing.Outcome:
    if sys.stderr.isatty():
        print(f"\r{number}/{of} {outcome.script.name:<40}", end="\n" if number == of else "", file=sys.stderr)
    return outcome


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.conversations", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="transcripts; without any, all of them")
    parser.add_argument("--people", type=int, metavar="N", help="let N simulated people of each manner talk instead")
    parser.add_argument("--live", type=int, default=2, metavar="N", help="of those, with a running server (default: 2)")
    parser.add_argument("--url", help="a running server; without it one is started, and looked into")
    parser.add_argument(
        "--window",
        action="append",
        default=[],
        metavar="SURVEY=KEY",
        help="with --url: the key of a window on a survey that was published there",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
