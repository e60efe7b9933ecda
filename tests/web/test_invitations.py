"""Inviting somebody, and their first password, through HTTP."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from calendar_service.domain.account import Account, Role
from calendar_service.domain.item import ItemKind
from calendar_service.services.administering import verify_password
from calendar_service.storage.accounts import find_account, store_account
from calendar_service.storage.database import Database
from calendar_service.storage.outbox import list_mails
from tests.builders import ADA, NOW
from tests.fakes import StillClock
from tests.web.filling import fields
from tests.web.seeing import Page

SignIn = Callable[[Account], FlaskClient]
NEW, FORM = "/staff/new-account", "/login/invitation"
LINK = re.compile(r"http://calendar\.example\.org(/mail/invitation/\S+)")
NINO = "nino@example.org"
PASSWORD = "correct horse battery"  # noqa: S105 - of a test
ZURA = Account(email="zura@example.org", name="Zura", role=Role.ADMIN)


def send(client: FlaskClient, path: str, **changes: object) -> TestResponse:
    form: dict[str, object] = dict(fields(client.get(path)))
    return client.post(path, data=form | changes)


def links(database: Database) -> list[str]:
    with database.reading() as session:
        texts = [mail.message.text for mail in reversed(list_mails(session))]
    return [found for text in texts for found in LINK.findall(text)]


def stored(database: Database, email: str = NINO) -> Account | None:
    with database.reading() as session:
        return find_account(session, email)


@pytest.fixture
def link(signed_in_as: SignIn, database: Database) -> str:
    """The link of an invitation."""
    answer = send(signed_in_as(ZURA), NEW, email=NINO, kind="screening")
    assert answer.status_code == 303
    return links(database)[0]


def test_an_administrator_invites_somebody(
    signed_in_as: SignIn, database: Database
) -> None:
    zura = signed_in_as(ZURA)
    chosen = Page(zura.get(NEW)).all("//input[@checked]/@value")
    assert chosen == ["editor"]
    given = {"email": " Nino@example.org ", "name": "ნინო", "role": "publisher"}
    kinds = ["training", "screening"]
    answer = send(zura, NEW, **given, kind=kinds, language="ka")
    page = Page(zura.get(answer.location))
    assert page.text("//p[@role='status']") == "The invitation is on its way."
    assert page.text("//h1") == "ნინო invited"
    assert stored(database) == Account(
        email=NINO,
        name="ნინო",
        role=Role.PUBLISHER,
        kinds=frozenset({ItemKind.TRAINING, ItemKind.SCREENING}),
        language="ka",
        invited_at=NOW,
    )


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("nobody", "That is no e-mail address. Write one like nino@example.org."),
        ("Ada@example.org", "Somebody has an account with this address already."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(
    signed_in_as: SignIn, database: Database, email: str, said: str
) -> None:
    with database.transaction() as session:
        store_account(session, ADA, NOW)
    answer = send(signed_in_as(ZURA), NEW, email=email, name="Nino", kind="news")
    page = Page(answer)
    assert answer.status_code == 422
    assert page.text("//p[@id='email-wrong']") == said
    kept = page.all("//input[@id='email' or @id='name']/@value")
    assert kept == [email, "Nino"]
    assert page.all("//input[@name='kind'][@checked]/@value") == ["news"]
    assert links(database) == []


def test_who_was_invited_chooses_a_password_and_is_in(
    client: FlaskClient, database: Database, link: str
) -> None:
    opened = client.get(link)
    assert opened.location == f"{FORM}?lang=en"
    page = Page(client.get(FORM))
    assert page.text("//main//p[@class='lead']") == f"For {NINO} · Editor: Screening"
    answer = send(client, FORM, new=PASSWORD, again=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/staff/")
    assert Page(client.get("/staff/")).text("//h1") == "Overview"
    assert verify_password(stored(database), PASSWORD)
    for path in (link, FORM):
        late = Page(client.get(path))
        assert late.response.status_code == 410
    assert Page(client.get(link)).text("//h1") == (
        "This invitation is of no use any more"
    )


def test_looking_at_the_link_changes_nothing_and_tells_nobody(
    client: FlaskClient, database: Database, link: str
) -> None:
    before = stored(database)
    token = link.rpartition("/")[2].partition("?")[0]
    for _ in range(2):
        opened = client.get(link)
        assert opened.headers["Referrer-Policy"] == "no-referrer"
        assert token not in opened.get_data(as_text=True)
    shown = client.get(FORM)
    assert token not in shown.get_data(as_text=True)
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert client.post(link).status_code == 405
    assert stored(database) == before


@pytest.mark.parametrize(
    ("new", "again", "field"),
    [("short", "short", "new"), (PASSWORD, PASSWORD + "!", "again")],
)
def test_what_is_wrong_with_the_password_is_told_and_can_be_put_right(
    client: FlaskClient, link: str, new: str, again: str, field: str
) -> None:
    client.get(link)
    page = Page(send(client, FORM, new=new, again=again))
    assert page.response.status_code == 422
    assert page.all("//input[@aria-invalid]/@id") == [field]
    assert send(client, FORM, new=PASSWORD, again=PASSWORD).status_code == 303


def test_a_link_is_too_old_after_a_week(
    client: FlaskClient, clock: StillClock, link: str
) -> None:
    client.get(link)
    clock.move(days=7, seconds=1)
    for path in (link, FORM):
        page = Page(client.get(path))
        assert page.response.status_code == 410
        assert page.text("//h1") == "This invitation is too old"
        assert page.texts("//main//a") == ["Sign in"]


def test_a_form_that_was_open_while_the_invitation_was_taken_back_does_nothing(
    client: FlaskClient, database: Database, link: str
) -> None:
    client.get(link)
    form = fields(client.get(FORM))
    invited = stored(database)
    assert invited is not None
    with database.transaction() as session:
        gone = replace(invited, disabled_at=NOW, invited_at=None)
        store_account(session, gone, NOW)
    answer = client.post(FORM, data=form | {"new": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 410
    assert stored(database) == gone


@pytest.mark.parametrize("path", ["/mail/invitation/x.y.z", FORM])
def test_without_a_whole_link_there_is_no_form(client: FlaskClient, path: str) -> None:
    page = Page(client.get(path))
    assert page.response.status_code == 410
    assert page.text("//h1") == "This link is not whole"


def test_the_form_needs_its_token(client: FlaskClient, link: str) -> None:
    client.get(link)
    sent = client.post(FORM, data={"new": PASSWORD, "again": PASSWORD})
    assert sent.status_code == 400
