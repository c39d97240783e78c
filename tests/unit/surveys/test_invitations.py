from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.mail import compose
from sheets import Row, read_csv
from surveys import letters
from surveys.recipients import LONGEST_NAME, Recipient, normal_address, read_recipients
from surveys.rows import RowsError
from words import Message
from words.catalogue import worded

ANSWER, LEAVE = "https://feedback.example.org/i/T0ken", "https://feedback.example.org/unsubscribe/T0ken"


class TestAddresses:
    @pytest.mark.parametrize(
        ("given", "normal"),
        [
            ("jane@example.org", "jane@example.org"),
            ("  Jane@Example.ORG ", "Jane@example.org"),
            ("o'brien+news@example.org", "o'brien+news@example.org"),
            ("post@council.local", "post@council.local"),
            ("post@desk.invalid", "post@desk.invalid"),
            ("post@intranet", "post@intranet"),
            ("post@bücher.example", "post@xn--bcher-kva.example"),
            ("post@tŷ.cymru", "post@xn--t-foa.cymru"),
        ],
    )
    def test_one_is_brought_to_the_form_that_mail_is_sent_to(self, given, normal):
        assert normal_address(given) == normal

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "jane",
            "jane@",
            "@example.org",
            "jane@example..org",
            "jane@-example.org",
            "jane..doe@example.org",
            ".jane@example.org",
            "siân@example.org",
            "jane doe@example.org",
            '"jane doe"@example.org',
            "jane@[127.0.0.1]",
            "Jane <jane@example.org>",
            "jane@example.org, john@example.org",
            "jane@example.org;john@example.org",
            "jane@example.org\r\nBcc: john@example.org",
            "jane@example.org\nBcc: john@example.org",
            "jane@exam\u2028ple.org",
            f"{'j' * 65}@example.org",
            f"jane@{'x' * 64}.org",
            f"jane@{'x.' * 130}org",
            "=HYPERLINK(1)",
        ],
    )
    def test_what_is_none_is_none(self, text):
        assert normal_address(text) is None

    @given(text=st.one_of(st.text(max_size=40), st.from_regex(r"[ -~]{1,20}@[ -~]{1,20}", fullmatch=True)))
    def test_whatever_is_taken_can_be_written_to(self, text):
        address = normal_address(text)
        if address is not None:
            assert compose(mail_to(Recipient(address)))["To"] == address
            assert normal_address(address) == address


class TestLists:
    def test_a_list_may_name_people_and_their_languages(self, sheet):
        read = read_recipients(sheet("address;name;language\na@example.org;Siân;cy-GB\n b@example.org ;;\n"))

        assert [vars(each) for each in read] == [
            {"address": "a@example.org", "name": "Siân", "language": "cy"},
            {"address": "b@example.org", "name": "", "language": "en"},
        ]

    def test_addresses_alone_are_enough_and_blank_rows_are_none(self, sheet):
        read = read_recipients(sheet("address,name\na@example.org,\n,\n , \n"))

        assert [each.address for each in read] == ["a@example.org"]

    def test_all_wrong_rows_are_named_by_line_and_none_is_quoted(self, sheet):
        rows = sheet(
            "address,name,language\n"
            "jane,,\n"
            "a@example.org,,\n"
            'b@example.org,"Ann\r\nBcc: all@example.org",\n'
            f"c@example.org,{'x' * (LONGEST_NAME + 1)},\n"
            "d@example.org,,Cymraeg!\n"
        )

        with pytest.raises(RowsError) as caught:
            read_recipients(rows)
        assert str(caught.value) == (
            "line 2: this is not an e-mail address like name@example.com; "
            "line 4: a name has one line of at most 100 characters; "
            "line 6: a name has one line of at most 100 characters; "
            "line 7: a language is a code like en or cy"
        )

    def test_of_very_many_faults_ten_are_shown(self, sheet):
        with pytest.raises(RowsError, match=r"line 11: [^;]*; and 2 more$") as caught:
            read_recipients(sheet("address\n" + "jane\n" * 12))
        assert len(caught.value.faults) == 12

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("address\n", "the list has no rows"),
            ("address,name\n,\n", "the list has no rows"),
            ("email\na@example.org\n", "the column address is missing; the column email is not one of address, name"),
            ("address,phone\na@example.org,1\n", "the column phone is not one of address, name, language"),
        ],
    )
    def test_a_list_of_another_form_is_refused(self, sheet, text, sentence):
        with pytest.raises(RowsError) as caught:
            read_recipients(sheet(text))
        assert str(caught.value).startswith(sentence)

    def test_a_list_that_is_too_long_is_refused(self, monkeypatch):
        monkeypatch.setattr("surveys.recipients.MOST_RECIPIENTS", 2)

        with pytest.raises(RowsError, match="line 4: a list may have 2 rows at most"):
            read_recipients(Row(line, {"address": f"a{line}@example.org"}) for line in range(2, 9))

    @given(cells=st.lists(st.text(max_size=20), min_size=3, max_size=3))
    def test_no_cell_makes_another_error(self, cells):
        with suppress(RowsError):
            (read,) = read_recipients([Row(2, dict(zip(("address", "name", "language"), cells, strict=True)))])
            compose(mail_to(read))

    def test_a_recipient_shows_nothing_of_itself(self):
        assert "example" not in repr(Recipient("a@example.org", "Ann"))

    @pytest.fixture
    def sheet(self, tmp_path):
        def write(text: str):
            path = tmp_path / "list.csv"
            path.write_bytes(text.encode())
            return read_csv(path)

        return write


class TestLetters:
    def test_it_says_who_asks_what_about_and_how_to_get_no_more(self):
        mail = mail_to(Recipient("ann@example.org", "Ann"))

        assert mail.subject == "Oak Council asks what you think – Your visit"
        assert mail.text.splitlines()[:3] == [
            "Hello Ann,",
            "",
            "Oak Council invites you to a survey called “Your visit”.",
        ]
        assert f"Answer the survey: {ANSWER}\n" in mail.text
        assert "Your answers are not tied to your email address." in mail.text
        assert mail.text.endswith(f"To get no more invitations from Oak Council: {LEAVE}\n")

    def test_one_click_in_the_mail_program_is_enough(self):
        wire = compose(mail_to(Recipient("ann@example.org"), host="feedback.a-council-with-a-long-name.gov.uk"))

        assert b"\r\nList-Unsubscribe: <https://feedback.a-council-with-a-long-name.gov.uk/" in wire.as_bytes()
        assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in wire.as_bytes()

    def test_without_a_name_it_greets_nobody_by_one(self):
        assert mail_to(Recipient("ann@example.org")).text.startswith("Hello,\n")

    def test_a_name_is_in_the_greeting_alone_and_on_one_line(self):
        mail = mail_to(Recipient("ann@example.org", "Ann\r\nBcc: all@example.org\r\n\r\n%(organisation)s"))

        assert mail.text.splitlines()[0] == "Hello Ann Bcc: all@example.org %(organisation)s,"
        message = compose(mail)
        assert (message["To"], message["Bcc"]) == ("ann@example.org", None)

    def test_a_title_cannot_break_out_of_the_subject(self):
        mail = mail_to(Recipient("ann@example.org"), survey={"en": "Your\nvisit\r\nX: y"})

        assert compose(mail)["Subject"] == "Oak Council asks what you think – Your visit X: y"

    def test_a_reminder_says_that_it_is_one(self):
        mail = mail_to(Recipient("ann@example.org"), reminder=True)

        assert mail.subject.startswith("Reminder: ")
        assert "You have not answered it yet. We send at most 2 reminders." in mail.text

    def test_it_names_things_and_leads_to_pages_in_the_recipients_language(self):
        mail = mail_to(Recipient("ann@example.org", language="cy"))

        assert "Cyngor Derwen" in mail.subject
        assert f"{ANSWER}?lang=cy\n" in mail.text
        assert f"{LEAVE}?lang=cy\n" in mail.text

    @pytest.mark.parametrize("language", ["cy", "cy-GB"])
    def test_sentences_are_worded_from_the_pages_catalogue(self, language):
        assert worded(Message("Enter a comment"), language) not in {"", "Enter a comment"}

    @pytest.mark.parametrize("language", ["en", "de", "tlh", ""])
    def test_without_a_catalogue_they_are_english(self, language):
        message = Message("%(n)s%% of it", {"n": 5})

        assert worded(message, language) == "5% of it"


def mail_to(recipient, *, reminder=False, host="feedback.example.org", survey=None):
    letter = letters.Letter(
        organisation={"en": "Oak Council", "cy": "Cyngor Derwen"},
        survey=survey or {"en": "Your visit", "cy": "Eich ymweliad"},
        answer_url=ANSWER.replace("feedback.example.org", host),
        unsubscribe_url=LEAVE.replace("feedback.example.org", host),
        reminder=reminder,
    )
    addressee = letters.Addressee(recipient.address, recipient.name, recipient.language)
    return letters.write(letter, to=addressee, sender="feedback@example.org", message_id="<i-1@example.org>")
