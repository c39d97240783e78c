import base64
import secrets

import pytest

import settings
from settings import SettingsError

GOOD = {
    "DATABASE_URL": "postgresql://me:pass@db/yousaid",
    "REDIS_URL": "redis://queue",
    "SECRET_KEY": "x" * 32,
    "DATA_KEY": base64.b64encode(b"k" * 32).decode(),
    "PUBLIC_URL": "https://feedback.example.gov.uk",
}


class TestRead:
    def test_what_is_needed_is_enough(self):
        read = settings.read(GOOD)

        assert read.database_url == "postgresql+psycopg://me:pass@db/yousaid"
        assert (read.port, read.mail_url, read.trusted_proxies, read.https) == (8000, None, 0, True)
        assert read.origin == "https://feedback.example.gov.uk"
        assert read.understanding_wait_ms == 400

    @pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DATA_KEY"])
    @pytest.mark.parametrize("value", [None, "", "  "])
    def test_one_that_is_missing_is_named(self, name, value):
        environment = {key: each for key, each in GOOD.items() if key != name} | ({name: value} if value else {})

        assert fault(environment).startswith(f"{name} is not set.")

    @pytest.mark.parametrize(
        ("name", "value", "reason"),
        [
            ("SECRET_KEY", "x" * 31, "must have at least 32 characters."),
            ("DATA_KEY", "not base64!", "must be 32 random bytes in base64."),
            ("DATA_KEY", base64.b64encode(b"k" * 31).decode(), "must be 32 random bytes in base64."),
            ("DATA_KEY", "k" * 32, "must be 32 random bytes in base64."),
            ("DATABASE_URL", "mysql://db/yousaid", "must begin with postgresql:// or sqlite://."),
            ("DATABASE_URL", "yousaid.db", "must begin with postgresql:// or sqlite://."),
            ("PUBLIC_URL", "http://feedback.example.gov.uk", "may use http:// only on this machine itself"),
            ("PUBLIC_URL", "http://10.0.0.1", "may use http:// only on this machine itself"),
            ("PUBLIC_URL", "http://localhost.example.org", "may use http:// only on this machine itself"),
            ("PUBLIC_URL", "http://0.0.0.0:8000", "may use http:// only on this machine itself"),
            ("PUBLIC_URL", "https://feedback.example.gov.uk/path", "must not have a path."),
            ("PUBLIC_URL", "https://feedback.example.gov.uk?x=1", "must not have a path."),
            ("PUBLIC_URL", "feedback.example.gov.uk", "must be the full address"),
            ("PUBLIC_URL", "ftp://feedback.example.gov.uk", "must be the full address"),
            ("PUBLIC_URL", "https://", "must be the full address"),
            ("PUBLIC_URL", "https://[", "must be the full address"),
            ("PUBLIC_URL", "https://feedback.example.gov.uk:port", "must be the full address"),
            ("REDIS_URL", "http://queue", "must be redis://, rediss:// or unix://"),
            ("REDIS_URL", "redis://queue:port", "must be redis://, rediss:// or unix://"),
            ("MAIL_URL", "imap://mail.example", "cannot be used"),
            ("PORT", "0", "must be a whole number from 1 to 65535."),
            ("PORT", "65536", "must be a whole number from 1 to 65535."),
            ("PORT", "80a", "must be a whole number from 1 to 65535."),
            ("PORT", "٨٠", "must be a whole number from 1 to 65535."),
            ("WEB_WORKERS", "-1", "must be a whole number from 1 to 64."),
            ("SIGNPOST_COUNTRY", "Wales", "must be one of: GB; or not set."),
            ("TRUSTED_PROXIES", "6", "must be a whole number from 0 to 5."),
            ("UNDERSTANDING_WAIT_MS", "2001", "must be a whole number from 0 to 2000."),
            ("UNDERSTANDING_WAIT_MS", "0.4", "must be a whole number from 0 to 2000."),
        ],
    )
    def test_one_that_cannot_be_right_is_named_with_the_reason(self, name, value, reason):
        assert fault({**GOOD, name: value}).startswith(f"{name} {reason}")

    def test_a_mail_server_needs_an_address_that_mail_comes_from(self):
        assert fault({**GOOD, "MAIL_URL": "smtp://mail.example"}).startswith("MAIL_SENDER is not set")

    @pytest.mark.parametrize(
        "url", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000", "http://127.0.0.2"]
    )
    def test_plain_http_is_for_this_machine(self, url):
        assert settings.read({**GOOD, "PUBLIC_URL": url}).https is False

    @pytest.mark.parametrize("name", ["SECRET_KEY", "DATA_KEY", "DATABASE_URL"])
    def test_an_error_never_says_the_value(self, name):
        value = secrets.token_hex(8)

        assert value not in fault({**GOOD, name: value})

    def test_a_slash_at_the_end_is_no_path(self):
        assert settings.read({**GOOD, "PUBLIC_URL": "https://a.example/"}).public_url == "https://a.example"

    def test_without_a_public_address_it_is_this_machine_at_its_port(self):
        environment = {key: value for key, value in GOOD.items() if key != "PUBLIC_URL"}

        assert settings.read({**environment, "PORT": "8001"}).public_url == "http://127.0.0.1:8001"


def fault(environment):
    with pytest.raises(SettingsError) as caught:
        settings.read(environment)
    return str(caught.value)
