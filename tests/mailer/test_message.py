"""Tests of mailer/message.py."""

import email
import email.policy
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.item import Person
from calendar_service.domain.mail import Attachment, MailMessage, message_id
from calendar_service.mailer import MailRefused, build_message
from tests.builders import NOW

GEORGIAN = "შეხვედრა პარტნიორებთან: მიგრაციის მართვა და კომუნიკაცია, " * 6
HIDDEN_BCC = "=?utf-8?q?a=0ABcc=3A_pwn=40example.org?="
OFFICE = Person("Office", "calendar@example.org")
MAIL = MailMessage(
    key="meeting-1@example.org/2026-05-14/default-meeting/start/7/ada@example.org",
    to="ada@example.org",
    subject="In 7 days: Coordination meeting (14 May 2026)",
    text="Check the agenda.\n",
    html="<p>Check the agenda.</p>\n",
    language="en",
)
CALENDAR = Attachment(
    "coordination meeting.ics",
    "text/calendar; method=PUBLISH",
    "BEGIN:VCALENDAR\r\nX:წიგნი\r\nEND:VCALENDAR\r\n".encode(),
)
NAMES = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
    "Content-Language",
]


def built(sender: Person = OFFICE, **changes: object) -> bytes:
    message = replace(MAIL, **changes)  # type: ignore[arg-type]  # the caller names the field
    return bytes(build_message(message, sender, "example.org", NOW))


def read(raw: bytes) -> EmailMessage:
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    assert not parsed.defects
    return parsed


def header_lines(raw: bytes) -> list[str]:
    """The header's lines as a server sees them: nothing decoded, CRLF alone ends."""
    head = raw.split(b"\r\n\r\n", 1)[0].decode("ascii")
    assert "\n" not in head.replace("\r\n", "")
    assert "\r" not in head.replace("\r\n", "")
    return head.split("\r\n")


def header_names(raw: bytes) -> list[str]:
    return [line.split(":")[0] for line in header_lines(raw) if line[0] != " "]


def test_the_mail_as_it_goes_over_the_wire() -> None:
    raw = built()
    boundary = str(read(raw).get_boundary())
    assert len(boundary) == 26
    assert raw.decode("ascii").replace("\r\n", "\n") == (
        "From: Office\n"
        " <calendar@example.org>\n"
        "To: ada@example.org\n"
        "Subject: In 7 days: Coordination meeting (14 May 2026)\n"
        "Date: Tue, 10 Mar 2026 12:00:00 +0000\n"
        f"Message-ID: {message_id(MAIL.key, 'example.org')}\n"
        "Auto-Submitted: auto-generated\n"
        "MIME-Version: 1.0\n"
        'Content-Type: multipart/alternative; boundary="=_BOUNDARY"\n'
        "Content-Language: en\n"
        "\n"
        "--=_BOUNDARY\n"
        'Content-Type: text/plain; charset="utf-8"\n'
        "Content-Transfer-Encoding: base64\n"
        "\n"
        "Q2hlY2sgdGhlIGFnZW5kYS4NCg==\n"
        "\n"
        "--=_BOUNDARY\n"
        'Content-Type: text/html; charset="utf-8"\n'
        "Content-Transfer-Encoding: base64\n"
        "MIME-Version: 1.0\n"
        "\n"
        "PHA+Q2hlY2sgdGhlIGFnZW5kYS48L3A+DQo=\n"
        "\n"
        "--=_BOUNDARY--\n"
    ).replace("=_BOUNDARY", boundary)


def test_same_arguments_same_bytes() -> None:
    assert built(attachments=(CALENDAR,)) == built(attachments=(CALENDAR,))


def test_georgian_arrives_whole_in_subject_name_and_text() -> None:
    name = "მიგრაციის ოფისი"
    raw = built(
        Person(name, "calendar@example.org"),
        subject=GEORGIAN,
        text=GEORGIAN,
        html=f"<p>{GEORGIAN}</p>",
        language="ka",
    )
    mail = read(raw)
    plain, html = mail.iter_parts()
    assert isinstance(plain, EmailMessage)
    assert isinstance(html, EmailMessage)
    assert mail["Subject"] == GEORGIAN.strip()
    # The new parser of Python 3.11 puts a space between two encoded words.
    sender = email.message_from_bytes(raw)["From"]
    assert str(make_header(decode_header(sender))) == f"{name} <calendar@example.org>"
    assert mail["Content-Language"] == "ka"
    assert plain.get_content() == GEORGIAN + "\r\n"
    assert html.get_content() == f"<p>{GEORGIAN}</p>\r\n"
    assert max(map(len, raw.split(b"\r\n"))) <= 78


def test_the_calendar_file_goes_along_with_its_method() -> None:
    body, file = read(built(attachments=(CALENDAR,))).iter_parts()
    assert isinstance(file, EmailMessage)
    assert body.get_content_type() == "multipart/alternative"
    assert file.get_content_type() == "text/calendar"
    assert file.get_param("method") == "PUBLISH"
    assert file.get_param("charset") == "utf-8"
    assert file.get_filename() == "coordination-meeting.ics"
    assert file.get_payload(decode=True) == CALENDAR.body


def test_another_kind_of_file_keeps_its_type() -> None:
    picture = Attachment('a"\r\nX: y.png', "image/png", b"\x89PNG")
    _, file = read(built(attachments=(picture,))).iter_parts()
    assert isinstance(file, EmailMessage)
    assert file["Content-Type"] == "image/png"
    assert file.get_filename() == "a-X-y.png"
    assert file.get_payload(decode=True) == b"\x89PNG"


def test_an_encoded_word_in_a_title_adds_no_header() -> None:
    raw = built(subject=HIDDEN_BCC)
    assert header_names(raw) == NAMES
    assert read(raw).keys() == NAMES
    assert read(raw)["Subject"] == HIDDEN_BCC


@pytest.mark.parametrize(
    "text",
    [
        "a\r\nBcc: pwn@example.org",
        "a\nBcc: pwn@example.org",
        "a\rBcc: pwn@example.org",
        "a\x00\x0b\x0c\x1c\x85\u2028\u2029Bcc: pwn@example.org",
        f"In 7 days: {HIDDEN_BCC} (14 May 2026)",
        "=?utf-8?b?YQpCY2M6IHB3bkBleGFtcGxlLm9yZw==?=",
        "=?us-ascii?q?a=0D=0ABcc=3A_pwn=40example.org?= " * 9,
        "=?utf-8?q?=3D=3Futf-8=3Fq=3Fa=3D0ABcc=3A=5Fx=3F=3D?=",
        "\ud800 half a pair",
    ],
)
def test_nothing_in_subject_or_name_adds_a_header(text: str) -> None:
    raw = built(Person(text, "calendar@example.org"), subject=text)
    assert header_names(raw) == NAMES
    mail = read(raw)
    assert mail.keys() == NAMES
    assert "\n" not in mail["Subject"]
    assert [box.addr_spec for box in mail["From"].addresses] == [OFFICE.email]


@given(text=st.text(st.characters(), max_size=400))
def test_any_text_makes_the_same_headers(text: str) -> None:
    raw = built(
        Person(text, "calendar@example.org"),
        subject=text,
        text=text,
        html=text,
        key=text.encode("utf-8", "replace").decode(),
        language=text,
    )
    with_language = NAMES if "Content-Language" in header_names(raw) else NAMES[:-1]
    assert header_names(raw) == with_language
    assert read(raw).keys() == with_language
    assert len(list(read(raw).walk())) == 3


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "ada@example.org, ben@example.org",
        "ada@example.org\r\nBcc: pwn@example.org",
        "=?utf-8?q?a=0ABcc?=@example.org",
        "Ada <ada@example.org>",
        "ადა@example.org",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(MailRefused, match="address"):
        built(to=address)


def test_a_sender_that_is_no_address_is_a_fault_of_the_settings() -> None:
    with pytest.raises(ValueError, match="no mail address"):
        built(Person("Office", "calendar"))


def test_a_domain_that_is_no_domain_is_a_fault_of_the_settings() -> None:
    with pytest.raises(ValueError, match="no domain name"):
        build_message(MAIL, OFFICE, "example.org>\r\nX: y", NOW)


def test_control_characters_in_the_text_are_replaced() -> None:
    plain, _ = read(built(text="a\x00b\x1bc\td\n")).iter_parts()
    assert isinstance(plain, EmailMessage)
    assert plain.get_content() == "a\ufffdb\ufffdc\td\r\n"


STOP = "https://calendar.example.org/mail/stop/WyJhZGEi.c2lnbmVk?lang=en&x=1"


@pytest.mark.parametrize("url", [STOP, "http://127.0.0.1:8000/s/t", STOP + "a" * 900])
def test_one_click_to_stop_is_offered_in_two_headers(url: str) -> None:
    raw = built(unsubscribe_url=url)
    at = NAMES.index("MIME-Version")
    offers = ["List-Unsubscribe", "List-Unsubscribe-Post"]
    assert header_names(raw) == [*NAMES[:at], *offers, *NAMES[at:]]
    mail = read(raw)
    assert mail["List-Unsubscribe"].strip() == f"<{url}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"<{url}>" in [line.rpartition(" ")[2] for line in header_lines(raw)]
    assert max(map(len, header_lines(raw))) <= 998


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mailto:stop@example.org",
        "https://x.org/a>\r\nBcc: pwn@example.org",
        "https://x.org/a,<https://evil.example>",
        "https://x.org/a b",
        "https://x.org/ა",
        "javascript:alert(1)",
        "https://x.org/" + "a" * 990,
    ],
)
def test_an_address_that_breaks_the_header_is_left_out(url: str) -> None:
    assert header_names(built(unsubscribe_url=url)) == NAMES


def test_a_mail_of_a_list_says_which() -> None:
    assert read(built(list_name="follow"))["List-Id"] == "<follow.example.org>"
    for name in ("", "a b", "a>\r\nBcc: b@example.org"):
        assert read(built(list_name=name))["List-Id"] is None
