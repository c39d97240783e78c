"""``python -m benchmarks.talking``: how long 50 people who talk at once wait for an answer, against a bare Flask route.

Each pauses five seconds on average, types or presses, and begins again when the conversation is at its end.
"""

import http.client
import json
import os
import random
import re
import signal
import sqlite3
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.figures import Figure, print_all
from benchmarks.servers import BARE, serving
from tests.shape.processes import Product, descendants, wait_for

PEOPLE = 50
PAUSE_SECONDS = 5.0
SECONDS = 90
BARE_SECONDS = 30
TARGET_MS = 60
SEED = 5
# How often somebody types where buttons stand too.
TYPED = 0.6

# What is typed, by the type of the question: half of it needs to be understood.
WORDS = {
    "rating": ("I'd say a four", "really poor if I am honest", "couldn't fault it", "3", "five stars"),
    "nps": ("8 out of 10", "I would not recommend it to anyone", "a solid nine", "10"),
    "choice": ("the second one", "I rang them twice", "on the website, in the evening", "went in myself", "the last"),
    "yes_no": ("they did in the end", "not even close", "yeah", "no, still waiting", "by all means"),
    "duration": ("about three quarters of an hour", "20 minutes", "half the morning"),
    "date": ("last Friday", "a week ago on Tuesday", "the 3rd"),
    "place": ("the one in the town centre", "the first one", "main office"),
    "text": (
        "Nobody rang back for a fortnight, then it was sorted in two minutes.",
        "The woman at the desk was lovely, but the form asks everything twice.",
        "More chairs and somebody who answers the phone.",
        "Nothing, it was fine.",
    ),
}
# Once a conversation is sent and cleaned, of a meaning only what was wanted stays.
UNDERSTOOD = "SELECT count(*) FROM message WHERE meaning IS NOT NULL OR intent IS NOT NULL"
OTHERWISE = ("why do you ask?", "skip", "no idea", "can you say that again")


class Person:
    """Somebody who talks from an address of their own, so that nobody's limit is another's."""

    def __init__(self, port: int, key: str, number: int) -> None:
        self.port, self.key, self.number = port, key, number
        self.chance = random.Random(SEED * 1_000 + number)
        self.waited: list[float] = []

    def talk(self, until: float) -> None:
        """Talk until a moment of the monotonic clock, each answer timed in milliseconds."""
        time.sleep(self.chance.uniform(0, PAUSE_SECONDS))
        while time.monotonic() < until:
            page = self._ask("GET", f"/w/{self.key}")
            found = re.search(r'id="conversation"[^>]*>(.*?)</script>', page, re.DOTALL)
            assert found, page[:500]
            opened = json.loads(found[1])
            state = opened["state"]
            while not state["finished"]:
                time.sleep(self.chance.expovariate(1 / PAUSE_SECONDS))
                if time.monotonic() >= until:
                    return
                turn = {"token": opened["token"], "turn": uuid.uuid4().hex, "asked": state["ask"]["key"]}
                body = json.dumps(turn | self._said(state["ask"]))
                began = time.perf_counter()
                answer = self._ask("POST", f"/w/{self.key}/turns", body)
                self.waited.append(1000 * (time.perf_counter() - began))
                state = json.loads(answer)

    def _said(self, ask: dict[str, Any]) -> dict[str, Any]:
        options = ask["options"]
        if options and self.chance.random() > TYPED:
            return {"said": str(options[0]["label"]), "value": self.chance.choice(options)["value"]}
        if self.chance.random() < 0.1:
            return {"said": self.chance.choice(OTHERWISE)}
        return {"said": self.chance.choice(WORDS.get(ask["type"], WORDS["text"]))}

    def _ask(self, method: str, path: str, body: str | None = None) -> str:
        return asked(self.port, method, path, body, "application/json", self.number)


def asked(port: int, method: str, path: str, body: str | None, content_type: str, number: int) -> str:
    source = (f"127.0.1.{number + 1}", 0)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20, source_address=source)
    connection.request(method, path, body, {"Content-Type": content_type, "Accept": "application/json, text/html"})
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    assert response.status == http.client.OK, (response.status, text[:300])
    return text


def figures(folder: Path) -> Iterator[Figure]:
    """Measure in a folder of its own: people at a bare route first, then at the product with its demonstration."""
    with serving(BARE, BARE_DATABASE=str(folder / "bare.db")) as server:
        bare = sorted(_at_once(lambda number, until: _insert(server.port, number, until), BARE_SECONDS))
    product = Product(folder / "talking", arguments=("--demo",))
    product.start()
    try:
        wait_for(product.ready, seconds=180)
        wait_for(product.all_run, seconds=60)
        # The demonstration's comments are analysed first: two at once on two cores would measure the machine.
        wait_for(lambda: _count(product, "SELECT count(*) FROM comment WHERE state = 'waiting'") == 0, seconds=300)
        key = _value(product, "SELECT key FROM collector WHERE kind = 'widget' ORDER BY id LIMIT 1")
        invented = _count(product, UNDERSTOOD)
        before = _processor_seconds(product)
        turns = sorted(_at_once(lambda number, until: _talk(product.port, key, number, until), SECONDS))
        took = {part: seconds - before[part] for part, seconds in _processor_seconds(product).items()}
        understood = _count(product, UNDERSTOOD) - invented
    finally:
        product.stop(signal.SIGINT)
    name = f"{PEOPLE} people, {len(turns):,} turns, {understood:,} understood in time: "
    yield Figure(name + "half wait at most", median(turns), "ms", median(bare), "a bare Flask route")
    for part, seconds in took.items():
        yield Figure(f"a turn and its share of opening, {part} (CPU)", 1000 * seconds / len(turns), "ms")
    at_95, bare_95 = quantiles(turns, n=20)[-1], quantiles(bare, n=20)[-1]
    yield Figure("95 of 100 wait at most", at_95, "ms", bare_95, "a bare Flask route", target=TARGET_MS)


def _processor_seconds(product: Product) -> dict[str, float]:
    """Return what the web server and the worker that understands have computed so far."""
    parts = {part: [pid, *descendants(pid)] for part, pid in product.parts().items() if part in {"web", "turns"}}
    return {part: sum(_computed(pid) for pid in pids) for part, pids in parts.items()}


def _computed(pid: int) -> float:
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _at_once(do: Callable[[int, float], list[float]], seconds: float) -> list[float]:
    """Let all people do something for so long; return all that they waited, in milliseconds."""
    until = time.monotonic() + seconds
    waited: list[float] = []
    failed: list[Exception] = []

    def one(number: int) -> None:
        try:
            waited.extend(do(number, until))
        except (AssertionError, OSError, ValueError) as error:  # a thread's end is told to nobody else
            failed.append(error)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return waited


def _talk(port: int, key: str, number: int, until: float) -> list[float]:
    person = Person(port, key, number)
    person.talk(until)
    return person.waited


def _insert(port: int, number: int, until: float) -> list[float]:
    chance = random.Random(SEED * 2_000 + number)
    waited = []
    time.sleep(chance.uniform(0, PAUSE_SECONDS))
    while time.monotonic() < until:
        began = time.perf_counter()
        asked(port, "POST", "/", "answer=The+queue+was+long", "application/x-www-form-urlencoded", number)
        waited.append(1000 * (time.perf_counter() - began))
        time.sleep(chance.expovariate(1 / PAUSE_SECONDS))
    return waited


def _count(product: Product, query: str) -> int:
    return int(_value(product, query))


def _value(product: Product, query: str) -> str:
    connection = sqlite3.connect(f"file:{product.instance / 'yousaid.db'}?mode=ro", uri=True)
    try:
        return str(connection.execute(query).fetchone()[0])
    finally:
        connection.close()


def main() -> None:
    """Print the figures; exit status 1 where the target is missed."""
    with tempfile.TemporaryDirectory(prefix="yousaid-talking-") as name:
        print_all(figures(Path(name)))


if __name__ == "__main__":
    main()
