from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from calendar_service.domain.item import Item, ItemStatus, Visibility
from calendar_service.domain.span import whole_days
from calendar_service.storage.item_mails import ItemMail
from calendar_service.storage.outbox import MailState
from calendar_service.web.consequences import consequences
from tests.builders import NOW, make_item

SENT = ItemMail("ada@example.org", "Soon", MailState.SENT, NOW)
WAITING = replace(SENT, state=MailState.WAITING)
ITEM = make_item()
DRAFT = make_item(status=ItemStatus.DRAFT, published_at=None)


@pytest.fixture(autouse=True)
def english(app: Flask) -> Iterator[None]:
    with app.test_request_context("/?lang=en"):
        yield


def said(old: Item, new: Item, *mails: ItemMail) -> list[str]:
    return list(consequences(old, new, mails).said)


def test_a_cancellation_is_told_to_whoever_was_reminded() -> None:
    cancelled = replace(ITEM, status=ItemStatus.CANCELLED)
    assert said(ITEM, cancelled, SENT, WAITING) == [
        "One mail about it has been sent.",
        "Whoever was reminded of it is told once by mail.",
        "Mails that are waiting and are no longer right are taken back.",
        (
            "Calendars show it as cancelled until two weeks after its date,"
            " and the feed of changes says so."
        ),
    ]
    assert consequences(ITEM, cancelled, [SENT, WAITING]).mailed == [SENT]


def test_a_publication_is_new_to_readers() -> None:
    published = replace(DRAFT, status=ItemStatus.PUBLISHED, published_at=NOW)
    assert said(DRAFT, published) == [
        "Nobody has been mailed about it so far.",
        "It appears in calendars and feeds, and readers see it as new.",
    ]


def test_a_move_names_the_former_date() -> None:
    moved = replace(ITEM, span=whole_days(date(2026, 6, 1)))
    assert said(ITEM, moved)[-1] == (
        "Calendars move it, and the feed of changes says what it was before."
    )


def test_what_the_public_never_sees_is_said_so() -> None:
    private = replace(ITEM, visibility=Visibility.STAFF)
    cancelled = replace(private, status=ItemStatus.CANCELLED)
    assert said(private, cancelled)[-1] == (
        "It is for staff only: just private feeds show it."
    )
    assert said(ITEM, replace(ITEM, status=ItemStatus.DRAFT))[-1] == (
        "It disappears from calendars and feeds without a word."
    )
    assert said(DRAFT, replace(DRAFT, status=ItemStatus.DELETED))[-1] == (
        "It leaves the calendar; for 90 days it can be brought back."
    )
    assert said(DRAFT, DRAFT)[-1] == "It is a draft: no feed shows it."
