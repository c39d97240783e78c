"""How long a citizen waits for "sent", and a manager for the evidence, in the embedded shape."""

import http.client
import json
import os
import re
import signal
import sqlite3
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.browser import Browser
from benchmarks.figures import Figure
from benchmarks.servers import BARE, serving
from demo.load import MANAGER_EMAIL
from tests.shape.processes import Product, wait_for

SENT = 25
SEEN = 3
COLOURS = ("purple", "orange", "crimson", "turquoise", "beige", "scarlet")
MOST_SECONDS = 60


def figures(folder: Path) -> Iterator[Figure]:
    """Measure, in a folder of its own: first while the demonstration is analysed, then with the worker idle."""
    product = Product(folder / "run", arguments=("--demo",))
    product.start()
    try:
        wait_for(product.ready, seconds=120)
        wait_for(product.all_run, seconds=60)
        yield from _figures(product, folder)
    finally:
        product.stop(signal.SIGINT)


def _figures(product: Product, folder: Path) -> Iterator[Figure]:
    address = f"http://127.0.0.1:{product.port}"
    survey = re.findall(r'href="(?:[^"]*)/s/([a-z0-9-]+)', Browser(address).get("/"))[0]
    manager = Browser(address)
    manager.get("/manage/sign-in")
    password = json.loads((product.instance / "demonstration.json").read_text())["password"]
    manager.send(email=MANAGER_EMAIL, password=password)
    wait_for(lambda: 0 < _waiting(product) < _comments(product), seconds=90)
    while_draining = [_seen(product, address, survey, manager, colour) for colour in COLOURS[:SEEN]]
    left = _waiting(product)
    wait_for(lambda: _waiting(product) == 0, seconds=150)
    idle = [_seen(product, address, survey, manager, colour) for colour in COLOURS[SEEN:]]
    yield Figure("send to evidence on the manager's page, worker idle", max(idle), "s", target=5)
    yield Figure(f"the same while the analysis drains ({left:,} left after)", max(while_draining), "s", target=5)
    yield _answered(product, folder, address, survey)


def _answered(product: Product, folder: Path, address: str, survey: str) -> Figure:
    """Measure the sending with the worker halted: what is answered then, is answered before any analysis."""
    worker = product.parts()["worker"]
    sent, bare = [], []
    os.kill(worker, signal.SIGSTOP)
    try:
        with serving(BARE, BARE_DATABASE=str(folder / "sent.db")) as server:
            for number in range(SENT):
                visitor = _filled(address, survey, f"The queue was long, visit {number}.")
                sent.append(_seconds_of_sending(visitor))
                bare.append(_seconds_of_inserting(server.port))
        unbegun = _count(product, "state = 'waiting' AND attempts = 0")
    finally:
        os.kill(worker, signal.SIGCONT)
    assert unbegun == SENT, f"of {SENT} comments {unbegun} were not begun"
    name = f"send answered (median of {SENT}; analysis begun of none)"
    return Figure(name, 1000 * median(sent), "ms", 1000 * median(bare), "a bare Flask inserting a row")


def _seen(product: Product, address: str, survey: str, manager: Browser, colour: str) -> float:
    words = f"the {colour} umbrella stand by the door was broken"
    service = _value(
        product,
        "SELECT service.slug FROM service JOIN survey ON survey.service_id = service.id WHERE survey.slug = ?",
        survey,
    )
    visitor = _filled(address, survey, f"I waited an hour and {words}.")
    began = time.perf_counter()
    visitor.send()
    while words not in manager.get(f"/manage/insights/all?service={service}"):
        assert time.perf_counter() - began < MOST_SECONDS, "the comment did not become evidence"
        time.sleep(0.05)
    return time.perf_counter() - began


def _filled(address: str, survey: str, comment: str) -> Browser:
    """Return a visitor who has answered all and stands before "send"."""
    visitor = Browser(address)
    visitor.get(f"/s/{survey}")
    while not visitor.url.partition("?")[0].endswith("/check"):
        visitor.send(answer=visitor.first_option() or comment)
    return visitor


def _seconds_of_sending(visitor: Browser) -> float:
    """Return how long the sending POST takes to its answer, without the page that it leads to."""
    main = visitor.html.partition("<main")[2]
    (token, *_) = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', main)
    parts = urllib.parse.urlsplit(visitor.url)
    request = urllib.request.Request(visitor.url)
    jar = next(each for each in visitor.opener.handlers if isinstance(each, urllib.request.HTTPCookieProcessor))
    jar.cookiejar.add_cookie_header(request)
    headers = {"Cookie": request.get_header("Cookie") or "", "Content-Type": "application/x-www-form-urlencoded"}
    status, seconds = _post(int(parts.port or 80), parts.path, urllib.parse.urlencode({"csrf_token": token}), headers)
    assert status == http.client.FOUND, status
    return seconds


def _seconds_of_inserting(port: int) -> float:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    status, seconds = _post(port, "/", "answer=The+queue+was+long", headers)
    assert status == http.client.OK, status
    return seconds


def _post(port: int, path: str, body: str, headers: dict[str, str]) -> tuple[int, float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    began = time.perf_counter()
    connection.request("POST", path, body, headers)
    response = connection.getresponse()
    response.read()
    seconds = time.perf_counter() - began
    connection.close()
    return response.status, seconds


def _waiting(product: Product) -> int:
    return _count(product, "state = 'waiting'")


def _comments(product: Product) -> int:
    return _count(product, "true")


def _count(product: Product, condition: str) -> int:
    return int(_value(product, f"SELECT count(*) FROM comment WHERE {condition}"))


def _value(product: Product, query: str, *values: str) -> str:
    connection = sqlite3.connect(f"file:{product.instance / 'yousaid.db'}?mode=ro", uri=True)
    try:
        return str(connection.execute(query, values).fetchone()[0])
    finally:
        connection.close()
