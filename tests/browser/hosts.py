"""A site of somebody else's, with a strict content security policy, that has pasted the loader."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Blue badges – Elsewhere Council</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Blue badges</h1><p>How to <a id="apply" href="#apply">apply for a badge</a>.</p>{content}</main>
{end}</body></html>"""

PLACE = '<div id="feedback"><a id="form" href="{product}/w/{key}/form">Give feedback</a></div>'
INSTEAD = '<noscript><a href="{product}/w/{helpful}/form">Give feedback</a></noscript>'
BELOW = "<p>Last changed in May.</p>"


def tag(key: str, source: str = "{product}", **attributes: str) -> str:
    """Return the line that a site's owner pastes."""
    more = "".join(f' data-{name}="{value}"' for name, value in attributes.items())
    return f'<script src="{source}/embed/v1.js" data-key="{{{key}}}"{more} async></script>\n'


# What the page at each address has in its middle, and at its end.
PAGES = {
    "/": ("", tag("key") + tag("key")),
    "/inline": (PLACE + BELOW, tag("key", mode="inline", target="#feedback")),
    "/helpful": (tag("helpful", mode="helpful") + INSTEAD + BELOW, ""),
    "/two": ("", tag("key") + tag("helpful", label="Report a fault") + tag("helpful", mode="helpful")),
    "/themed": (
        "",
        tag("key", colour="#7a1f5c", label="Tell us", title="Our council", side="left", language="cy", page="off"),
    ),
    "/light": ("", tag("key", colour="#ffcc00")),
    # Its own script is blocked, as some browsers' extensions block all scripts of other sites.
    "/blocked": (PLACE, tag("key", "http://blocked.invalid")),
}


@contextmanager
def serving(port: int, said: dict[str, str]) -> Iterator[None]:
    """Serve the pages on every name of this machine; ``said`` tells the product's address and the windows' keys."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = PAGES.get(self.path.partition("?")[0])
            body = b""
            if parts is not None:
                content, end = (part.format(**said) for part in parts)
                body = PAGE.format(content=content, end=end).encode()
            self.send_response(200 if body else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header(
                "Content-Security-Policy",
                f"default-src 'none'; script-src {said['product']}; frame-src {said['product']}",
            )
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
