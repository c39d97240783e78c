"""A browser without scripts, as small as can be: keeps cookies, sends a page's form back with its token."""

import re
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar


class Browser:
    """One visitor."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.url, self.html = address, ""

    def get(self, path: str) -> str:
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.address, path)))

    def send(self, **fields: str) -> str:
        """Send the page's first form, with what it sends of itself."""
        main = self.html.partition("<main")[2]
        hidden = dict(re.findall(r'<input[^>]* name="(\w+)" type="hidden" value="([^"]*)"', main))
        action = re.search(r'<form method="post" action="([^"]+)"', main)
        url = urllib.parse.urljoin(self.url, action[1]) if action else self.url
        body = urllib.parse.urlencode({**hidden, **fields}).encode()
        return self._open(urllib.request.Request(url, body, {"Referer": self.url}))

    def first_option(self) -> str | None:
        found = re.search(r'type="radio"[^>]*value="([^"]+)"', self.html)
        return found[1] if found else None

    def _open(self, request: urllib.request.Request) -> str:
        with self.opener.open(request, timeout=20) as response:
            self.url, self.html = response.url, response.read().decode()
        return self.html
