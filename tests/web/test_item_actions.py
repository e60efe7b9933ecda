"""Steps of an item: said first, done by a button, by those who may."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient

from calendar_service.domain.account import Account
from calendar_service.domain.item import Item, ItemStatus
from calendar_service.domain.span import whole_days
from calendar_service.storage.database import Database
from calendar_service.storage.items import find_item, store_item
from tests.builders import ADA, BEN, NOW, make_item
from tests.fakes import StillClock
from tests.web.filling import DESK, EDIT, shown
from tests.web.seeing import Page, add

SignIn = Callable[[Account], FlaskClient]
UID = "meeting-1@example.org"


def stored(database: Database) -> Item:
    with database.reading() as session:
        found = find_item(session, UID)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("before", "step", "after"),
    [
        (ItemStatus.DRAFT, "publish", ItemStatus.PUBLISHED),
        (ItemStatus.CANCELLED, "publish", ItemStatus.PUBLISHED),
        (ItemStatus.PUBLISHED, "withdraw", ItemStatus.DRAFT),
        (ItemStatus.PUBLISHED, "cancel", ItemStatus.CANCELLED),
        (ItemStatus.PUBLISHED, "delete", ItemStatus.DELETED),
    ],
)
def test_a_step_is_said_and_then_done(
    signed_in_as: SignIn,
    database: Database,
    before: ItemStatus,
    step: str,
    after: ItemStatus,
) -> None:
    add(database, make_item(status=before))
    ben = signed_in_as(BEN)
    page = Page(ben.get(f"{DESK}/{step}"))
    assert page.texts("//ul[@class='told']/li")[0] == (
        "Nobody has been mailed about it so far."
    )
    assert stored(database).status is before
    response = ben.post(f"{DESK}/{step}", data=shown(ben, f"{DESK}/{step}"))
    assert response.location == DESK
    assert stored(database).status is after


def test_an_editor_takes_no_step(signed_in_as: SignIn, database: Database) -> None:
    add(database, make_item(status=ItemStatus.DRAFT))
    ada, ben = signed_in_as(ADA), signed_in_as(BEN)
    form = shown(ben, f"{DESK}/publish")
    assert ada.get(f"{DESK}/publish").status_code == 404
    token = shown(ada, "/staff/items/new")["csrf_token"]
    response = ada.post(f"{DESK}/publish", data=form | {"csrf_token": token})
    assert response.status_code == 404
    assert stored(database).status is ItemStatus.DRAFT


def test_what_changed_meanwhile_is_shown_again_first(
    signed_in_as: SignIn, database: Database
) -> None:
    (item,) = add(database, make_item())
    ben = signed_in_as(BEN)
    form = shown(ben, f"{DESK}/cancel")
    with database.transaction() as session:
        newer = replace(item, notes="wait", revision=1)
        store_item(session, newer, actor="ada", seen=0, now=NOW)
    response = ben.post(f"{DESK}/cancel", data=form)
    assert response.status_code == 409
    assert stored(database).status is ItemStatus.PUBLISHED
    form = shown(ben, f"{DESK}/cancel")
    assert ben.post(f"{DESK}/cancel", data=form).status_code == 303


def test_what_was_deleted_comes_back_as_it_was(
    signed_in_as: SignIn, database: Database, clock: StillClock
) -> None:
    add(database, make_item(status=ItemStatus.CANCELLED))
    ben = signed_in_as(BEN)
    ben.post(f"{DESK}/delete", data=shown(ben, f"{DESK}/delete"))
    ben.post(f"{DESK}/undelete", data=shown(ben, f"{DESK}/undelete"))
    assert stored(database).status is ItemStatus.CANCELLED


def test_there_is_no_way_back_to_a_deleted_state(
    signed_in_as: SignIn, database: Database
) -> None:
    add(database, make_item())
    ben = signed_in_as(BEN)
    for step in ("delete", "undelete"):
        ben.post(f"{DESK}/{step}", data=shown(ben, f"{DESK}/{step}"))
    page = Page(ben.get(f"{DESK}/history"))
    offered = page.all("//a[contains(@href, 'restore')]/@href")
    assert [path.rpartition("=")[2] for path in offered] == ["0"]
    assert ben.get(f"{DESK}/restore?revision=1").status_code == 404


def test_an_earlier_state_is_restored(signed_in_as: SignIn, database: Database) -> None:
    (item,) = add(database, make_item())
    ben = signed_in_as(BEN)
    changed = {"texts.en.title": "Other", "step": "save"}
    ben.post(EDIT, data=shown(ben, EDIT) | changed)
    path = f"{DESK}/restore?revision=0"
    page = Page(ben.get(path))
    assert page.texts("//main//p/strong") == ["Coordination meeting"]
    response = ben.post(f"{DESK}/restore", data=shown(ben, path))
    assert response.location == DESK
    assert (stored(database).texts, stored(database).revision) == (item.texts, 2)
    assert ben.get(f"{DESK}/restore?revision=9").status_code == 404
    assert signed_in_as(ADA).get(path).status_code == 403


def test_a_move_is_understood_and_said_before_it_is_made(
    signed_in_as: SignIn, database: Database
) -> None:
    add(database, make_item())
    ben = signed_in_as(BEN)
    path = f"{DESK}/move"
    form = shown(ben, path) | {"when": "1 June 2026", "step": "move"}
    page = Page(ben.post(path, data=form))
    assert stored(database).revision == 0
    assert page.text("//p[@class='understood-said']") == "1 June 2026"
    assert page.texts("//ul[@class='told']/li")[-1] == (
        "Calendars move it, and the feed of changes says what it was before."
    )
    form |= {"shown": "1 June 2026"}
    assert ben.post(path, data=form).location == DESK
    assert stored(database).span == whole_days(date(2026, 6, 1))


def test_a_move_that_is_not_understood_says_why(
    signed_in_as: SignIn, database: Database
) -> None:
    add(database, make_item())
    ben = signed_in_as(BEN)
    form = shown(ben, f"{DESK}/move") | {"when": "5 Mai", "step": "show"}
    response = ben.post(f"{DESK}/move", data=form)
    assert response.status_code == 422
    assert (
        Page(response)
        .text("//*[@role='alert']")
        .startswith("“Mai” is no word of dates.")
    )
