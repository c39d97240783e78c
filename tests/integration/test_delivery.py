import socket
import traceback
from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

import delivery

MAIL = delivery.Mail(
    to="Siân Owen <sian@example.org>",
    subject="Tŷ newydd",
    text="Three targets\n.\nneed you",
    html="<p>Three targets need you</p>",
    attachments=(delivery.Attachment("pack.csv", "text/csv", b"unit,comments\r\nCaerdydd,7\r\n"),),
    message_id="<run-7@feedback.example.org>",
    sender="no-reply@example.org",
)
PASSWORD = "p@ss:w/rd"
ENCODED = "p%40ss%3Aw%2Frd"


class TestSendToAServer:
    def test_the_server_gets_the_mail_whole(self, server):
        delivery.send(MAIL, url=server.url())

        (envelope,) = server.envelopes
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert (envelope.mail_from, envelope.rcpt_tos) == ("no-reply@example.org", ["sian@example.org"])
        assert (message["Subject"], message["Message-ID"]) == ("Tŷ newydd", "<run-7@feedback.example.org>")
        assert message.get_body(("plain",)).get_content().splitlines() == ["Three targets", ".", "need you"]
        assert [part.get_payload(decode=True) for part in message.iter_attachments()] == [
            b"unit,comments\r\nCaerdydd,7\r\n"
        ]

    def test_it_signs_in_with_a_password_that_needs_encoding(self, server):
        delivery.send(MAIL, url=server.url(f"robot:{ENCODED}@"))

        assert server.signed_in == [("robot", PASSWORD)]
        assert len(server.envelopes) == 1

    def test_a_wrong_password_is_named_and_stays_owed(self, server):
        error = self.failure(server.url("robot:hunter2@"))

        assert (error.kind, error.permanent, error.code) == (delivery.Kind.AUTH, False, 535)
        assert server.envelopes == []

    @pytest.mark.parametrize(("answer", "permanent"), [("550 sian@example.org unknown", True), ("451 later", False)])
    @pytest.mark.parametrize("step", ["RCPT", "DATA"])
    def test_a_refusal_is_permanent_if_the_server_says_so(self, server, step, answer, permanent):
        server.answers[step] = answer

        error = self.failure(server.url())

        assert (error.kind, error.permanent, error.code) == ("refused", permanent, int(answer[:3]))
        assert error.host == "127.0.0.1"

    def test_a_farewell_gone_wrong_is_not_a_second_mail(self, server):
        server.answers["QUIT"] = "421 shutting down"

        delivery.send(MAIL, url=server.url())

        assert len(server.envelopes) == 1

    def test_a_server_without_encryption_gets_nothing_when_it_is_asked_for(self, server):
        error = self.failure(server.url(scheme="smtp+starttls"))

        assert (error.kind, error.permanent) == (delivery.Kind.BAD_URL, False)
        assert server.envelopes == []

    def test_encryption_from_the_start_with_a_plain_server_is_unreachable(self, server):
        error = self.failure(server.url(scheme="smtps"))

        assert (error.kind, error.permanent) == (delivery.Kind.UNREACHABLE, False)

    def test_a_server_that_is_down_is_unreachable_for_now(self):
        error = self.failure(f"smtp://robot:{ENCODED}@127.0.0.1:{free_port()}")

        assert (error.kind, error.permanent, error.host) == ("unreachable", False, "127.0.0.1")

    def test_a_server_that_is_silent_is_unreachable_for_now(self, monkeypatch):
        monkeypatch.setattr("delivery.sending.TIMEOUT", 0.2)
        with socket.create_server(("127.0.0.1", 0)) as silent:
            error = self.failure(f"smtp://127.0.0.1:{silent.getsockname()[1]}")

        assert (error.kind, error.permanent) == ("unreachable", False)

    def failure(self, url):
        with pytest.raises(delivery.DeliveryError) as caught:
            delivery.send(MAIL, url=url)
        shown = "".join(traceback.format_exception(caught.value))
        for secret in (PASSWORD, ENCODED, "hunter2", "sian@", "Three targets", "newydd"):
            assert secret not in shown
        return caught.value


class TestSendIntoAFolder:
    def test_each_mail_is_one_file_that_only_its_owner_reads(self, tmp_path):
        folder = tmp_path / "sent" / "mail"

        delivery.send(MAIL, url=folder.as_uri())

        (file,) = folder.iterdir()
        assert file.suffix == ".eml"
        assert file.stat().st_mode & 0o777 == 0o600
        assert message_from_bytes(file.read_bytes(), policy=policy.default)["Subject"] == "Tŷ newydd"

    def test_the_same_mail_twice_is_one_file_and_another_is_two(self, tmp_path):
        for message_id in ("<run-7@example.org>", "<run-7@example.org>", "<run-8@example.org>"):
            delivery.send(replace(MAIL, message_id=message_id), url=tmp_path.as_uri())

        assert len(list(tmp_path.iterdir())) == 2

    def test_a_folder_that_cannot_be_written_is_named_and_stays_owed(self, tmp_path):
        (tmp_path / "file").touch()

        with pytest.raises(delivery.DeliveryError, match="folder for mail cannot be written") as caught:
            delivery.send(MAIL, url=(tmp_path / "file").as_uri())
        assert (caught.value.kind, caught.value.permanent) == (delivery.Kind.FOLDER, False)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Server:
    """A real SMTP server on loopback that keeps what it gets and answers as told."""

    def __init__(self):
        self.envelopes, self.signed_in, self.answers = [], [], {}
        self.controller = Controller(
            self,
            hostname="127.0.0.1",
            port=free_port(),
            authenticator=self.authenticate,
            auth_require_tls=False,
        )

    def url(self, user="", scheme="smtp"):
        return f"{scheme}://{user}127.0.0.1:{self.controller.port}"

    def authenticate(self, server, session, envelope, mechanism, login):
        pair = (login.login.decode(), login.password.decode())
        if pair != ("robot", PASSWORD):
            return AuthResult(success=False, handled=False)
        self.signed_in.append(pair)
        return AuthResult(success=True)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if "RCPT" not in self.answers:
            envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, server, session, envelope):
        if "DATA" not in self.answers:
            self.envelopes.append(envelope)
        return self.answers.get("DATA", "250 OK")

    async def handle_QUIT(self, server, session, envelope):
        return self.answers.get("QUIT", "221 Bye")


@pytest.fixture
def server():
    real = Server()
    real.controller.start()
    yield real
    real.controller.stop()
