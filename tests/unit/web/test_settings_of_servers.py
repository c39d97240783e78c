"""The settings that name servers and senders: checked at start, and never repeated."""

import pytest

import settings
from settings import SettingsError
from tests.unit.web.test_settings import GOOD

SECRET = "hunter2"


class TestServers:
    @pytest.mark.parametrize(
        ("name", "value", "reason"),
        [
            ("REDIS_URL", "queue.internal:6379", "must be redis://, rediss:// or unix://"),
            ("REDIS_URL", "http://queue.internal", "must be redis://, rediss:// or unix://"),
            ("REDIS_URL", f"redis://user:{SECRET}@queue:port", "must be redis://, rediss:// or unix://"),
            ("REDIS_URL", f"redis://user:{SECRET}@queue/three", "must be redis://, rediss:// or unix://"),
            ("REDIS_URL", f"redis://user:{SECRET}@queue?db=x", "must be redis://, rediss:// or unix://"),
            ("REDIS_URL", "redis://", "must be redis://, rediss:// or unix://"),
            ("REDIS_URL", "redis://queue:0", "must be redis://, rediss:// or unix://"),
            ("REDIS_URL", "redis://[", "must be redis://, rediss:// or unix://"),
            ("REDIS_URL", "unix://", "must be redis://, rediss:// or unix://"),
            ("MAIL_URL", f"http://user:{SECRET}@mail.internal", "cannot be used: it starts with none of smtp://"),
            ("MAIL_URL", f"smtp://user:{SECRET}@", "cannot be used: it names no server"),
            ("MAIL_URL", f"smtp://user:{SECRET}@mail:port", "cannot be used: it is not a URL"),
            ("MAIL_URL", "file://outbox", "cannot be used: a folder is file:///"),
            ("MAIL_SENDER", SECRET, "must be one address"),
            ("MAIL_SENDER", f"{SECRET}@b.org, c@d.org", "must be one address"),
            ("PUBLIC_URL", f"https://user:{SECRET}@a.example", "must not have a user name or password."),
            ("PUBLIC_URL", "https://a.example:0", "must be the full address"),
            ("PUBLIC_URL", "https://a.example:99999", "must be the full address"),
            ("PUBLIC_URL", "https://tŷ.example", "must have its server in ASCII"),
        ],
    )
    def test_one_that_cannot_be_right_is_named_with_the_reason_and_not_repeated(self, name, value, reason):
        with pytest.raises(SettingsError) as caught:
            settings.read({**GOOD, name: value})

        assert str(caught.value).startswith(f"{name} {reason}")
        assert SECRET not in str(caught.value)
        assert caught.value.__suppress_context__ or caught.value.__context__ is None

    @pytest.mark.parametrize(
        "url",
        [
            "redis://queue",
            "redis://queue:6379/3",
            "rediss://:secret@queue/0",
            "redis://queue?db=3",
            "redis://[::1]:6379/",
            "unix:///run/valkey.sock",
            "unix:///run/a folder/valkey.sock?db=3",
        ],
    )
    def test_good_queue_servers(self, url):
        assert settings.read({**GOOD, "REDIS_URL": url}).redis_url == url


class TestTheSender:
    @pytest.mark.parametrize("url", ["smtp://mail", "smtps://mail", "smtp+starttls://user:pass@mail"])
    def test_mail_to_a_server_needs_one(self, url):
        with pytest.raises(SettingsError, match="MAIL_SENDER is not set"):
            settings.read({**GOOD, "MAIL_URL": url})

        sender = "YouSaid <feedback@example.gov.uk>"
        assert settings.read({**GOOD, "MAIL_URL": url, "MAIL_SENDER": sender}).mail_sender == sender

    @pytest.mark.parametrize("url", ["", "file:///var/outbox"])
    def test_mail_that_stays_here_needs_none(self, url):
        assert settings.read({**GOOD, "MAIL_URL": url}).mail_sender == "yousaid@localhost"
