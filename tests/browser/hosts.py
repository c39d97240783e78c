"""A site of somebody else's, with a strict content security policy, that has pasted the loader."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Blue badges – Elsewhere Council</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Blue badges</h1><p>How to <a id="apply" href="#apply">apply for a badge</a>.</p></main>
<script src="{product}/embed/v1.js" data-key="{key}" async></script>
<script src="{product}/embed/v1.js" data-key="{key}" async></script>
</body></html>"""


@contextmanager
def serving(port: int, said: dict[str, str]) -> Iterator[None]:
    """Serve the page on every name of this machine; ``said`` tells the product's address and the window's key."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/"
            body = PAGE.format(**said).encode() if found else b""
            self.send_response(200 if found else 204)
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
