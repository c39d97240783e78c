from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery import DeliveryError, Kind
from delivery.address import Server, parse


class TestParse:
    @pytest.mark.parametrize(
        ("url", "server"),
        [
            ("smtp://mail.example.org", Server("smtp", "mail.example.org", 25, None, "")),
            ("smtp://localhost:2525/", Server("smtp", "localhost", 2525, None, "")),
            ("smtps://u:p@mail.example.org", Server("smtps", "mail.example.org", 465, "u", "p")),
            ("smtp+starttls://u:p@[::1]:587", Server("smtp+starttls", "::1", 587, "u", "p")),
            ("SMTP://a%40b:p%3A%2F%25@Example.org", Server("smtp", "example.org", 25, "a@b", "p:/%")),
            ("smtp://u:p@ss@127.0.0.1", Server("smtp", "127.0.0.1", 25, "u", "p@ss")),
        ],
    )
    def test_it_takes_a_server_apart(self, url, server):
        assert parse(url) == server

    def test_a_file_url_is_a_folder(self):
        assert parse("file:///var/lib/sent%20mail") == Path("/var/lib/sent mail")

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "mail.example.org",
            "http://u:hunter2@mail.example.org",
            "smtp://",
            "smtp://u:hunter2@",
            "smtp://u:hunter2@host:0",
            "smtp://u:hunter2@host:99999",
            "smtp://u:hunter2@host:port",
            "smtp://u@host",
            "smtp://u:hunter2#x@host",
            "smtp://u:hunter2/x@host",
            "smtp://u:1/hunter2@host",
            "smtp://u:hunter2@host/path",
            "smtp://u:hunter2@host?x=1",
            "smtp://u:hunter2@[host",
            f"smtp://u:hunter2@{'x' * 64}.org",
            "smtp://u:hunter2@ho st",
            "file://host/hunter2",
            "file:hunter2",
            "file://",
        ],
    )
    def test_any_other_url_is_refused_without_quoting_it(self, url):
        with pytest.raises(DeliveryError) as caught:
            parse(url)

        assert (caught.value.kind, caught.value.permanent) == (Kind.BAD_URL, False)
        assert "hunter2" not in str(caught.value)

    def test_a_server_does_not_show_its_password(self):
        assert "hunter2" not in repr(parse("smtp://u:hunter2@host"))

    @given(st.text())
    def test_nonsense_is_never_another_error(self, text):
        for url in (text, f"smtp://{text}"):
            with suppress(DeliveryError):
                assert parse(url)
