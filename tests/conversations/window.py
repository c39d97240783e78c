"""The conversation window as its script uses it, over HTTP: the frame is asked for, then turns are posted."""

import http.client
import itertools
import json
import time
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

# A flood's kind refusal tells to wait; a rehearsal with somebody else's server does.
LONGEST_WAIT_SECONDS = 65
_addresses = itertools.count(1)


class WindowError(Exception):
    """The window could not be opened, or does not offer what is to be pressed."""


class _Data(HTMLParser):
    """Finds the data that stand in the frame's page."""

    def __init__(self) -> None:
        super().__init__()
        self.inside, self.text = False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "script" and ("id", "conversation") in attrs

    def handle_data(self, data: str) -> None:
        self.text += data if self.inside else ""

    def handle_endtag(self, tag: str) -> None:
        self.inside = False


class Window:
    """One window: ``state`` is what it shows, ``status`` what the last request was answered with."""

    def __init__(self, url: str, key: str, language: str = "en", *, patient: bool = False) -> None:
        self.url, self.path, self.patient = urlsplit(url), f"/w/{key}", patient
        self.connection = http.client.HTTPConnection(self.url.hostname or "", self.url.port, timeout=30)
        if self.url.scheme == "https":
            self.connection = http.client.HTTPSConnection(self.url.hostname or "", self.url.port, timeout=30)
        # Each person comes from an address of their own (out of a range for documentation).
        number = next(_addresses)
        self.address = f"198.51.{100 + number // 250 % 100}.{number % 250 + 1}"
        self.sent: list[dict[str, Any]] = []
        # The first turn that was taken, by which the conversation is known, and the last that was sent.
        self.first_turn = self.last_turn = ""
        self.status, self.state, self.detail, self.seconds = 200, {}, "", 0.0
        self.languages: dict[str, str] = {}
        self.open(f"{self.path}?lang={language}")

    def open(self, path: str) -> None:
        """Show the frame at an address."""
        status, body = self._ask("GET", path, None)
        if status != 200:
            raise WindowError(f"{path.partition('?')[0]} was answered with {status}")
        parser = _Data()
        parser.feed(body)
        data = json.loads(parser.text)
        self.status, self.state, self.detail = status, data["state"], ""
        self.token, self.turns_url, self.frame = data["token"], data["turns_url"], path
        self.languages = dict(_languages_in(body))

    def reload(self) -> None:
        """Show the frame anew, with the ticket that the page's window keeps."""
        base, _, query = self.frame.partition("?")
        kept = [each for each in query.split("&") if not each.startswith("ticket=")]
        self.open(f"{base}?{'&'.join([*kept, f'ticket={self.token}'])}")

    def change_language(self, code: str) -> None:
        """Follow the link of another language."""
        if code not in self.languages:
            raise WindowError(f"the window offers no language {code}")
        self.open(self.languages[code])

    def say(self, text: str, *, to: str | None = None, lost: bool = False) -> None:
        """Send what was typed. Where only the words of one's own are lacking, it is those."""
        begun = (self.state.get("ask") or {}).get("begun") if to is None else None
        value = {"chosen": begun, "other": text} if begun is not None else None
        self._turn(text, value, to, lost=lost)

    def press(
        self,
        pressed: str | tuple[str, ...],
        *,
        to: str | None = None,
        words: str | None = None,
        lost: bool = False,
    ) -> None:
        """Press an answer, several of them, or words to press."""
        if isinstance(pressed, str) and to is None and pressed in {each["said"] for each in self.state["quick"]}:
            return self._turn(pressed, None, None, lost=lost)
        ask = self.state.get("asks", {}).get(to) if to else self.state.get("ask")
        options = {each["value"]: _plain(each["label"]) for each in (ask or {}).get("options", ())}
        chosen = [pressed] if isinstance(pressed, str) else list(pressed)
        if not set(chosen) <= set(options):
            raise WindowError(f"there is no {' or '.join(sorted(set(chosen) - set(options)))} to press")
        value: Any = pressed if isinstance(pressed, str) else chosen
        if words is not None:
            return self._turn(words, {"chosen": value, "other": words}, to)
        return self._turn(", ".join(options[each] for each in chosen), value, to)

    def skip(self) -> None:
        """Press "Skip this question"."""
        if not (self.state.get("ask") or {}).get("optional"):
            raise WindowError("the question cannot be skipped")
        self._turn("skip", "", None)

    def again(self, number: int) -> None:
        """Send an earlier turn once more, as a bad network does: 1 is the first, -1 the last."""
        if not self.sent:
            raise WindowError("nothing was sent yet")
        self._post(self.sent[number - 1 if number > 0 else number])

    def send(self, said: str, value: Any, to: str | None) -> None:
        """Send a turn as it is."""
        self._turn(said, value, to)

    def flood(self, times: int) -> None:
        """Ask why, again and again, until it is refused."""
        for _ in range(times):
            self.say("why")
            if self.status != 200:
                return

    def _turn(self, said: str, value: Any, to: str | None, *, lost: bool = False) -> None:
        asked = to or (self.state.get("ask") or {}).get("key")
        body = {"said": said, "value": value, "asked": asked, "turn": f"turn-{len(self.sent) + 1}-{self.address}"}
        self.sent.append(body)
        if not lost:
            self._post(body)

    def _post(self, body: dict[str, Any]) -> None:
        self.last_turn = body["turn"]
        began = time.monotonic()
        status, text = self._ask("POST", self.turns_url, {"token": self.token, **body})
        while status == 429 and self.patient:
            time.sleep(LONGEST_WAIT_SECONDS / 5)
            status, text = self._ask("POST", self.turns_url, {"token": self.token, **body})
        self.seconds = time.monotonic() - began
        answer = json.loads(text) if text.startswith("{") else {}
        self.status, self.detail = status, answer.get("detail", "")
        if status != 200:
            return
        self.first_turn, self.state = self.first_turn or self.last_turn, answer
        if answer.get("go_to"):
            self.open(answer["go_to"])
            self.state = {**self.state, "replies": answer["replies"], "quick": answer["quick"]}

    def _ask(self, method: str, path: str, body: dict[str, Any] | None) -> tuple[int, str]:
        headers = {"X-Forwarded-For": self.address}
        if body is not None:
            accepted = "application/json, application/problem+json"
            headers |= {
                "Accept": accepted,
                "Content-Type": "application/json",
                "Origin": f"{self.url.scheme}://{self.url.netloc}",
            }
        try:
            self.connection.request(method, path, None if body is None else json.dumps(body), headers)
            response = self.connection.getresponse()
            return response.status, response.read().decode("utf-8", "replace")
        except (http.client.HTTPException, ConnectionError):
            # The server closes what was silent for long; the same turn again is the same turn.
            self.connection.close()
            self.connection.request(method, path, None if body is None else json.dumps(body), headers)
            response = self.connection.getresponse()
            return response.status, response.read().decode("utf-8", "replace")

    def close(self) -> None:
        """Let go of the connection."""
        self.connection.close()

    @property
    def replies(self) -> list[str]:
        """What the service said last."""
        return [_plain(each["text"]) for each in self.state.get("replies", ())] if self.status == 200 else [self.detail]

    @property
    def question(self) -> str:
        """The open question's key; "" where there is none."""
        return str((self.state.get("ask") or {}).get("key", ""))

    @property
    def answered(self) -> dict[str, str]:
        """What the window shows as answered."""
        return {each["key"]: _plain(each["answer"]) for each in self.state.get("answered", ())}

    @property
    def ending(self) -> str:
        """How it ended: "open" while it goes on."""
        return str(self.state.get("ending") or "open")

    @staticmethod
    def plain(text: Any) -> str:
        """Return a text of the window's without the languages of its pieces."""
        return _plain(text)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "a" and known.get("hreflang") and known.get("href"):
            self.found.append((str(known["hreflang"]), str(known["href"])))


def _languages_in(body: str) -> list[tuple[str, str]]:
    parser = _Links()
    parser.feed(body)
    return parser.found


def _plain(text: Any) -> str:
    """Return a text of the window's without the languages of its pieces."""
    return text if isinstance(text, str) else "".join(_plain(each["text"]) for each in text)
