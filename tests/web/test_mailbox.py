"""The demo's mailbox: what would have been mailed, to read on a page."""

from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage

import pytest
from flask.testing import FlaskClient

from calendar_service.app import create_app
from calendar_service.config import Settings
from calendar_service.storage.database import Database
from calendar_service.storage.mailbox import ReceivedMail, receive_mail
from calendar_service.web.mailbox import read_letter
from tests.builders import NOW
from tests.fakes import StillClock
from tests.web.seeing import Page

POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'"


def _mail() -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "The Office <calendar@example.org>"
    mail["To"] = "comms@example.org"
    mail["Subject"] = "ხვალ: შეხვედრა"
    mail.set_content("Tomorrow <b>at ten</b>\nხვალ ათზე\n")
    mail.add_alternative("<p style='color: red'>Tomorrow</p><script>x</script>", "html")
    mail.add_attachment(b"BEGIN:VCALENDAR", "text", "calendar", filename="შეხვედრა.ics")
    return mail


@pytest.fixture
def demo(
    settings: Settings, database: Database, clock: StillClock
) -> Iterator[FlaskClient]:
    made = create_app(replace(settings, demo=True), clock)
    yield made.test_client()
    made.extensions["calendar"].database.close()


@pytest.fixture
def received(database: Database) -> None:
    with database.transaction() as session:
        receive_mail(session, "<1@x>", bytes(_mail()), NOW)


@pytest.mark.parametrize(
    "path",
    ["/mailbox", "/mailbox/1", "/mailbox/1/html", "/mailbox/1/attachments/0"],
)
def test_outside_the_demo_there_is_no_mailbox(
    client: FlaskClient, received: None, path: str
) -> None:
    assert client.get(path).status_code == 404
    assert "/mailbox" not in client.get("/").get_data(as_text=True)


def test_an_empty_mailbox_says_when_mail_comes(demo: FlaskClient) -> None:
    page = Page(demo.get("/mailbox"))
    assert page.text("//p[@class='empty-title']") == "No mail has arrived yet."
    assert page.texts("//nav[@class='tabs']/a[@aria-current]") == ["Mailbox"]


def test_mails_are_listed_with_subject_and_time(
    demo: FlaskClient, received: None
) -> None:
    page = Page(demo.get("/mailbox"))
    assert page.texts("//li[@class='letter-row']/p") == [
        "ხვალ: შეხვედრა",
        "To: comms@example.org",
        "10 March 2026, 16:00 · 1 attachment",
    ]
    assert page.all("//li[@class='letter-row']//a/@href") == ["/mailbox/1"]


def test_a_mail_is_shown_as_it_arrived(demo: FlaskClient, received: None) -> None:
    page = Page(demo.get("/mailbox/1"))
    assert page.text("//h1") == "ხვალ: შეხვედრა"
    assert page.texts("//dl/dd") == [
        "The Office <calendar@example.org>",
        "comms@example.org",
        "10 March 2026, 16:00",
        "შეხვედრა.ics",
    ]
    (text,) = page.root.xpath("//div[contains(@class, 'letter-text')]")
    assert text.text_content() == "Tomorrow <b>at ten</b>\nხვალ ათზე\n"


def test_its_html_is_shown_where_no_script_runs(
    demo: FlaskClient, received: None
) -> None:
    response = demo.get("/mailbox/1/html")
    assert response.headers["Content-Security-Policy"] == POLICY
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert Page(response).text("//p") == "Tomorrow"


def test_an_attachment_is_a_file_and_never_a_page(
    demo: FlaskClient, received: None
) -> None:
    with demo.get("/mailbox/1/attachments/0") as response:
        assert response.data == b"BEGIN:VCALENDAR"
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"].startswith("attachment; ")
        assert response.headers["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize(
    "path",
    [
        *("/mailbox/2", "/mailbox/0", "/mailbox/-1", f"/mailbox/{10**30}"),
        *("/mailbox/1/attachments/1", "/mailbox/2/html", "/mailbox/x"),
    ],
)
def test_what_did_not_arrive_is_not_there(
    demo: FlaskClient, received: None, path: str
) -> None:
    assert demo.get(path).status_code == 404


def test_a_mail_without_html_has_no_page_of_it(
    demo: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        receive_mail(session, "<1@x>", b"Subject: Plain\n\nWords\n", NOW)
    assert demo.get("/mailbox/1/html").status_code == 404
    assert Page(demo.get("/mailbox/1")).all("//a[contains(@href, 'html')]") == []


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Content-Type: text/plain; charset=nonsense\n\nWords",
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n",
        b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n!!!",
        b"Subject: =?utf-8?b?!!!?=\n\nWords",
        b"From: @@@ <<<\nTo: ,,;\n\nWords",
    ],
)
def test_whatever_arrives_can_be_looked_at(
    demo: FlaskClient, database: Database, raw: bytes
) -> None:
    with database.transaction() as session:
        receive_mail(session, "<1@x>", raw, NOW)
    assert demo.get("/mailbox").status_code == 200
    assert demo.get("/mailbox/1").status_code == 200


def test_an_unknown_charset_is_read_as_far_as_it_goes() -> None:
    raw = b"Content-Type: text/plain; charset=nonsense\n\nWords"
    assert read_letter(ReceivedMail(1, "<1@x>", NOW, raw)).text == "Words"
