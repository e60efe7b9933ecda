"""From an item as readers see it to its page for the staff, for those who work."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from calendar_service.domain.account import Account, Role
from calendar_service.domain.item import Item, ItemStatus, Visibility
from calendar_service.storage.database import Database
from tests.builders import ADA, CLEO, make_item
from tests.web.filling import DESK
from tests.web.seeing import Page, add, numbered

SignIn = Callable[[Account], FlaskClient]
PAGE = "/items/coordination-meeting"
WAYS = "//main//a[starts-with(@href, '/staff')]"


@pytest.mark.parametrize("role", Role)
def test_whoever_is_signed_in_finds_the_page_for_the_staff(
    signed_in_as: SignIn, database: Database, role: Role
) -> None:
    add(database, make_item())
    client = signed_in_as(Account(email="who@example.org", role=role))
    answer = client.get(PAGE)
    page = Page(answer)
    assert page.texts(WAYS) == ["Staff page of this event"]
    assert page.all(f"{WAYS}/@href") == [DESK]
    assert client.get(DESK).status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers


def test_the_way_is_said_in_georgian_and_keeps_the_language(
    signed_in_as: SignIn, database: Database
) -> None:
    add(database, make_item())
    page = Page(signed_in_as(CLEO).get(f"{PAGE}?lang=ka"))
    assert page.texts(WAYS) == ["ღონისძიების გვერდი თანამშრომლებისთვის"]
    assert page.all(f"{WAYS}/@href") == [f"{DESK}?lang=ka"]


def test_the_public_gets_the_page_as_if_there_were_no_staff(
    client: FlaskClient, signed_in_as: SignIn, database: Database
) -> None:
    add(database, make_item())
    before = client.get(PAGE)
    signed_in_as(CLEO).get(PAGE)
    stale = signed_in_as(ADA)
    stale.set_cookie("signin", "no secret of anybody", domain="localhost")
    for other in (client.get(PAGE), stale.get(PAGE)):
        assert other.data == before.data
        assert other.headers["Cache-Control"] == "no-cache"
        assert other.headers["ETag"] == before.headers["ETag"]
        assert "Cookie" in other.headers["Vary"]
    assert b"/staff/" not in before.data
    tag = before.headers["ETag"]
    assert client.get(PAGE, headers={"If-None-Match": tag}).status_code == 304


def test_a_signed_in_page_is_never_the_304_of_the_public_one(
    client: FlaskClient, signed_in_as: SignIn, database: Database
) -> None:
    add(database, make_item())
    tag = client.get(PAGE).headers["ETag"]
    answer = signed_in_as(CLEO).get(PAGE, headers={"If-None-Match": tag})
    assert (answer.status_code, Page(answer).all(f"{WAYS}/@href")) == (200, [DESK])


@pytest.mark.parametrize(
    ("account", "seen"),
    [(None, {0: 0}), (CLEO, {0: 1, 1: 1}), (ADA, {0: 1, 1: 1, 2: 1})],
)
def test_a_way_is_shown_only_where_the_role_sees_the_item(
    client: FlaskClient,
    signed_in_as: SignIn,
    database: Database,
    account: Account | None,
    seen: dict[int, int],
) -> None:
    """`seen` maps the number of an item that is shown to the ways on its page."""
    add(database, *_items())
    reader = signed_in_as(account) if account else client
    answers = {n: reader.get(f"/items/n{n}") for n in range(4)}
    found = {
        n: len(Page(answer).texts(WAYS))
        for n, answer in answers.items()
        if answer.status_code == 200
    }
    assert found == seen
    desks = [reader.get(f"/staff/items/n{n}@example.org").status_code for n in seen]
    assert desks == [200 if account else 303] * len(seen)
    assert not any(b"Staff page" in answers[n].data for n in answers.keys() - seen)


def _items() -> list[Item]:
    return [
        numbered(make_item(), 0),
        numbered(make_item(visibility=Visibility.STAFF), 1),
        numbered(make_item(status=ItemStatus.DRAFT, published_at=None), 2),
        numbered(make_item(status=ItemStatus.DELETED), 3),
    ]
