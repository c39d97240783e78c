from contextlib import suppress
from dataclasses import replace
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery import Attachment, DeliveryError, Kind, Mail
from delivery.mail import compose

MAIL = Mail(
    to="Siân Owen <sian@example.org>",
    subject="Three targets need you",
    text="Tŷ newydd: 3 targets",
    html=None,
    attachments=(),
    message_id="<run-7@feedback.example.org>",
    sender="YouSaid <no-reply@example.org>",
)


class TestCompose:
    def test_it_sets_the_headers_that_a_machines_mail_needs(self):
        message = received(MAIL)

        assert message["To"] == "Siân Owen <sian@example.org>"
        assert message["From"] == "YouSaid <no-reply@example.org>"
        assert message["Subject"] == "Three targets need you"
        assert message["Message-ID"] == "<run-7@feedback.example.org>"
        assert message["Auto-Submitted"] == "auto-generated"
        assert parsedate_to_datetime(message["Date"]).utcoffset().total_seconds() == 0

    def test_a_picture_stands_beside_the_html_that_shows_it(self):
        picture = Attachment("over-time", "image/png", b"\x89PNG")
        paper = Attachment("target.pdf", "application/pdf", b"%PDF-")

        message = received(
            replace(MAIL, html='<img src="cid:over-time" alt="">', pictures=(picture,), attachments=(paper,))
        )

        assert [part.get_filename() for part in message.iter_attachments()] == ["target.pdf"]
        related = message.get_body(("related",))
        (shown,) = list(related.iter_attachments())
        assert (shown["Content-ID"], shown.get_content_disposition()) == ("<over-time>", "inline")
        assert shown.get_content() == b"\x89PNG"
        assert message.get_body(("plain",)).get_content().strip() == MAIL.text

    @pytest.mark.parametrize(
        "picture",
        [Attachment("a b", "image/png", b""), Attachment("a>\r\nX: y", "image/png", b""), Attachment("a", "png", b"")],
    )
    def test_a_picture_that_is_not_sound_is_refused(self, picture):
        with pytest.raises(DeliveryError) as caught:
            compose(replace(MAIL, html="<p>", pictures=(picture,)))

        assert caught.value.kind is Kind.BAD_MAIL

    def test_a_text_arrives_as_it_was(self):
        text = "Tŷ newydd 🙂\n.\nFrom here\n" + "long " * 400 + "\n"

        message = received(replace(MAIL, text=text))

        assert message.get_content().replace("\r\n", "\n") == text

    def test_everything_on_the_wire_is_ascii(self):
        mail = replace(
            MAIL, subject="Tŷ 🙂", html="<p>Tŷ</p>", attachments=(Attachment("tŷ.csv", "text/csv", b"\xff"),)
        )

        assert compose(mail).as_bytes().isascii()

    def test_html_comes_as_the_richer_alternative(self):
        message = received(replace(MAIL, html="<p>Tŷ</p>"))

        assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
        assert message.get_body(("html",)).get_content().strip() == "<p>Tŷ</p>"

    def test_attachments_arrive_byte_for_byte(self):
        data = bytes(range(256))
        files = (Attachment("pack ŷ.csv", "text/csv", data), Attachment("pack.pdf", "application/pdf", data))

        parts = list(received(replace(MAIL, html="<p>x</p>", attachments=files)).iter_attachments())

        assert [part.get_filename() for part in parts] == ["pack ŷ.csv", "pack.pdf"]
        assert [part.get_payload(decode=True) for part in parts] == [data, data]
        assert parts[0].get_content_charset() == "utf-8"

    def test_a_long_address_in_a_header_of_its_own_stays_as_it_is(self):
        address = f"<https://feedback.example.org/unsubscribe/{'x' * 200}>"

        wire = compose(replace(MAIL, headers=(("List-Unsubscribe", address),))).as_bytes()

        assert f"\r\nList-Unsubscribe: {address}\r\n".encode() in wire

    def test_a_domain_outside_ascii_is_encoded(self):
        assert compose(replace(MAIL, to="post@tŷ.cymru"))["To"].addresses[0].domain == "xn--t-foa.cymru"

    @pytest.mark.parametrize(
        "change",
        [
            {"subject": "Hello\nBcc: all@example.org"},
            {"subject": "Hello\rx"},
            {"subject": "Hello\u2028x"},
            {"to": "a@example.org\nBcc: b@example.org"},
            {"to": "a@example.org, b@example.org"},
            {"to": "group: a@example.org;"},
            {"to": "Ann"},
            {"to": ""},
            {"to": "a@"},
            {"to": "@example.org"},
            {"to": "a b@example.org"},
            {"to": "ŷ@example.org"},
            {"to": f"a@{'x' * 64}.org"},
            {"sender": "x"},
            {"sender": "a@example.org\r\nX: y"},
            {"message_id": "run-7@example.org"},
            {"message_id": "<run@example.org>\n"},
            {"message_id": "<rŷn@example.org>"},
            {"attachments": (Attachment("a\nb.csv", "text/csv", b""),)},
            {"attachments": (Attachment("a.csv", "text", b""),)},
            {"attachments": (Attachment("a.csv", "text/csv\nX: y", b""),)},
            {"attachments": (Attachment("a.eml", "message/rfc822", b""),)},
            {"headers": (("List-Unsubscribe", "<https://example.org/x>\r\nBcc: all@example.org"),)},
            {"headers": (("List-Unsubscribe", "<https://example.org/ŷ>"),)},
            {"headers": (("List-Unsubscribe", f"<https://example.org/{'x' * 998}>"),)},
            {"headers": (("Bcc", "all@example.org"),)},
        ],
    )
    def test_what_would_break_out_of_a_header_is_refused(self, change):
        with pytest.raises(DeliveryError) as caught:
            compose(replace(MAIL, **change))

        assert (caught.value.kind, caught.value.permanent) == (Kind.BAD_MAIL, True)
        assert "example.org" not in str(caught.value)

    @given(address=st.text(max_size=30), name=st.text(max_size=20))
    def test_no_text_makes_another_error_or_a_second_recipient(self, address, name):
        for to in (address, f"{name} <{address}@example.org>"):
            with suppress(DeliveryError):
                message = compose(replace(MAIL, to=to, subject=name))
                again = message_from_bytes(message.as_bytes(), policy=policy.SMTP)
                assert len(again["To"].addresses) == 1
                assert sorted(again.keys()) == sorted(message.keys())

    def test_a_mail_shows_nothing_of_itself(self):
        assert "example.org" not in repr(MAIL)


def received(mail):
    return message_from_bytes(compose(mail).as_bytes(), policy=policy.default)
