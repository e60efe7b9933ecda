"""The accounts of the staff, as administrators look after them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from calendar_service.domain.account import Account, Role
from calendar_service.domain.item import ItemKind, ItemStatus, Person
from calendar_service.domain.span import whole_days
from calendar_service.storage.account_records import list_records
from calendar_service.storage.accounts import find_account, store_account
from calendar_service.storage.database import Database
from tests.builders import ADA, BEN, NOW, make_item
from tests.fakes import StillClock
from tests.web.filling import fields
from tests.web.seeing import Page, add, numbered

SignIn = Callable[[Account], FlaskClient]
LIST = "/staff/accounts"
ACCESS = "//section[@aria-labelledby='access']"
UNTIL = "The link in the mail works until"
ZURA = Account(email="zura@example.org", name="Zura", role=Role.ADMIN)
FILMS = frozenset({ItemKind.SCREENING, ItemKind.TRAINING})


def stored(database: Database, email: str) -> Account:
    with database.reading() as session:
        found = find_account(session, email)
    assert found is not None
    return found


def keep(database: Database, *accounts: Account) -> None:
    with database.transaction() as session:
        for account in accounts:
            store_account(session, account, NOW)


def path_of(database: Database, email: str) -> str:
    with database.reading() as session:
        found = {r.account.email: r.number for r in list_records(session)}
    return f"{LIST}/{found[email]}"


def send(client: FlaskClient, path: str, **changes: object) -> TestResponse:
    """Send the form of an account as it is shown, with some fields changed."""
    form: dict[str, object] = dict(fields(client.get(path)))
    return client.post(path, data=form | changes)


def press(client: FlaskClient, path: str, button: str) -> TestResponse:
    token = fields(client.get(path))["csrf_token"]
    return client.post(f"{path}/{button}", data={"csrf_token": token})


def rows(client: FlaskClient) -> list[list[str]]:
    page = Page(client.get(LIST))
    return [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")]
        for row in page.root.xpath("//tbody/tr")
    ]


def test_accounts_are_listed_with_what_they_may_change(
    signed_in_as: SignIn, database: Database, clock: StillClock
) -> None:
    film_person = replace(BEN, kinds=FILMS, language="ka", disabled_at=NOW)
    keep(database, ADA, film_person, replace(ADA, email="x@example.org", name=""))
    keep(database, replace(ADA, email="cleo@example.org", role=Role.VIEWER))
    assert rows(signed_in_as(ZURA)) == [
        ["Ada ada@example.org", "Editor", "everything", "English", "–", "active"],
        [
            "Ben ben@example.org",
            "Publisher",
            "Screening, Training",
            *("Georgian", "–", "disabled"),
        ],
        ["Ada cleo@example.org", "Viewer", "nothing", "English", "–", "active"],
        ["x@example.org", "Editor", "everything", "English", "–", "active"],
        [
            "Zura zura@example.org",
            "Administrator",
            *("everything", "English", "10 March 2026, 16:00", "active"),
        ],
    ]


def test_an_administrator_decides_what_an_account_may_do(
    signed_in_as: SignIn, database: Database
) -> None:
    keep(database, ADA)
    zura, path = signed_in_as(ZURA), path_of(database, ADA.email)
    answer = send(
        zura, path, name=" Ada L. ", role="publisher", kind=["training", "screening"]
    )
    assert (answer.status_code, answer.location) == (303, f"{path}?done=saved")
    changed = stored(database, ADA.email)
    wanted = replace(ADA, name="Ada L.", role=Role.PUBLISHER, kinds=FILMS)
    assert changed == wanted
    page = Page(zura.get(answer.location))
    assert page.text("//p[@role='status']") == "Saved."
    assert page.all("//input[@name='role'][@checked]/@value") == ["publisher"]
    checked = page.all("//input[@name='kind'][@checked]/@value")
    assert checked == ["screening", "training"]
    assert page.texts("//section[@aria-labelledby='history']//li") == [
        f"{said}10 March 2026, 16:00 · zura@example.org"
        for said in (
            "Kinds: everything → Screening, Training",
            "Role: Editor → Publisher",
            "Name: Ada → Ada L.",
        )
    ]


def test_what_does_not_go_together_is_said_at_the_field(
    signed_in_as: SignIn, database: Database
) -> None:
    keep(database, ADA)
    zura, path = signed_in_as(ZURA), path_of(database, ADA.email)
    answer = send(zura, path, name="x" * 201, role="admin", kind="screening")
    page = Page(answer)
    assert answer.status_code == 422
    assert page.all("//p[@class='wrong']/@id") == ["name-wrong", "kinds-wrong"]
    assert page.text("//p[@id='kinds-wrong']") == (
        "An administrator changes events of all kinds. Untick the kinds, or choose"
        " another role."
    )
    assert page.all("//input[@name='role'][@checked]/@value") == ["admin"]
    assert stored(database, ADA.email) == ADA


def test_the_second_of_two_administrators_is_told(
    signed_in_as: SignIn, database: Database
) -> None:
    keep(database, ADA)
    zura, path = signed_in_as(ZURA), path_of(database, ADA.email)
    form = fields(zura.get(path))
    keep(database, replace(ADA, kinds=FILMS))
    page = Page(zura.post(path, data=form | {"name": "Ada L."}))
    assert page.response.status_code == 409
    said = "Somebody else changed this account in the meantime. Nothing was saved."
    assert page.text("//p[@role='alert']").startswith(said)
    assert page.all("//input[@name='name']/@value") == ["Ada L."]
    assert stored(database, ADA.email).kinds == FILMS
    again = fields(page.response)
    assert zura.post(path, data=again).status_code == 303
    assert stored(database, ADA.email) == replace(ADA, name="Ada L.")


def test_who_is_disabled_is_out_at_once_and_may_come_back(
    signed_in_as: SignIn, database: Database
) -> None:
    ada, zura = signed_in_as(ADA), signed_in_as(ZURA)
    path = path_of(database, ADA.email)
    assert ada.get("/staff/").status_code == 200
    assert press(zura, path, "disable").status_code == 303
    assert ada.get("/staff/").location == "/login?next=/staff/"
    page = Page(zura.get(path))
    assert page.text("//h1") == "Ada disabled"
    assert page.texts(f"{ACCESS}/p") == [
        "Disabled since 10 March 2026, 16:00: signing in and private feeds do not work."
    ]
    assert press(zura, path, "enable").status_code == 303
    assert stored(database, ADA.email) == ADA


def test_nobody_is_offered_to_shut_themselves_out(
    signed_in_as: SignIn, database: Database
) -> None:
    zura = signed_in_as(ZURA)
    path = path_of(database, ZURA.email)
    page = Page(zura.get(path))
    assert page.all("//input[@name='role']/@value") == []
    assert page.all("//main//form/@action") == [path]
    assert send(zura, path, role="viewer").status_code == 422
    answer = Page(press(zura, path, "disable"))
    assert answer.response.status_code == 422
    assert answer.text("//p[@id='state-wrong']").startswith("This is your own account.")
    assert send(zura, path, name="Z").status_code == 303
    assert stored(database, ZURA.email) == replace(ZURA, name="Z")


def test_what_is_in_somebodys_care_is_shown(
    signed_in_as: SignIn, database: Database
) -> None:
    keep(database, ADA)
    care = make_item(focal_point=Person("Ada", " Ada@Example.org"))
    past = replace(care, span=whole_days(date(2026, 3, 9)))
    off = replace(care, status=ItemStatus.CANCELLED)
    other = replace(care, focal_point=Person("Ben", "ben@example.org"))
    items = (care, past, off, other)
    add(database, *(numbered(item, n) for n, item in enumerate(items)))
    page = Page(signed_in_as(ZURA).get(path_of(database, ADA.email)))
    links = page.all("//section[@aria-labelledby='care']//a[1]/@href")
    assert links[0] == "/staff/items/n0@example.org"
    assert len(page.texts("//section[@aria-labelledby='care']//li")) == 1


def test_a_number_that_nobody_has_is_no_page(signed_in_as: SignIn) -> None:
    assert signed_in_as(ZURA).get(f"{LIST}/99").status_code == 404


@pytest.mark.parametrize("who", [ADA, BEN])
def test_others_have_no_way_to_the_accounts(signed_in_as: SignIn, who: Account) -> None:
    client = signed_in_as(who)
    assert client.get(LIST).status_code == 403
    page = Page(client.get("/staff/"))
    assert LIST not in page.all("//nav//a/@href")


def test_a_role_that_was_taken_away_holds_from_the_next_click_on(
    signed_in_as: SignIn, database: Database, clock: StillClock
) -> None:
    ben, zura = signed_in_as(BEN), signed_in_as(ZURA)
    assert ben.get("/staff/outbox").status_code == 200
    send(zura, path_of(database, BEN.email), role="viewer")
    clock.move(seconds=timedelta(seconds=1).total_seconds())
    assert ben.get("/staff/outbox").status_code == 403


def test_the_pages_ask_as_often_for_one_account_as_for_three(
    signed_in_as: SignIn, database: Database
) -> None:
    zura = signed_in_as(ZURA)
    path = path_of(database, ZURA.email)
    asked: list[str] = []
    engine = zura.application.extensions["calendar"].database.engine
    event.listen(engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    numbers = []
    for people in (1, 3):
        names = range(10 * people, 11 * people)
        keep(database, *(replace(ADA, email=f"a{n}@example.org") for n in names))
        cared = make_item(focal_point=Person("Zura", ZURA.email))
        add(database, *(numbered(cared, n) for n in names))
        asked.clear()
        for page in (LIST, path):
            assert zura.get(page).status_code == 200
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]
