"""Pages with lists ask the database as often for three items as for one."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from calendar_service.domain.account import Account, Role
from calendar_service.domain.item import Item, ItemKind, ItemStatus, Person, Place
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database
from tests.builders import make_item
from tests.web.seeing import add, meeting, numbered

MOST_PUBLIC, MOST_STAFF = 13, 24
PUBLIC = (
    *("/", "/agenda", "/day/2026-03-12", "/year/2026", "/search?q=n", "/subscribe"),
    *("/print", "/embed/month", "/embed/agenda", "/items/n1", "/qr.svg?to=/"),
)
STAFF = (
    *("/staff/items", "/staff/work", "/staff/time-machine"),
    "/staff/items/n1@example.org",
)


def items() -> list[Item]:
    """Return three, each with more around it than the one before."""
    three = Place("Hall", "Tbilisi"), Place("Hall", "Batumi"), Place("Room", "Poti")
    return [
        numbered(
            meeting(
                kind=kind,
                tags=tuple("abc"[:number]),
                place=place,
                texts={"en": Text(f"N {number}"), "ka": Text(f"ნ {number}")},
                focal_point=Person(f"N {number}", f"n{number}@example.org"),
                recurrence=Recurrence(rule=f"FREQ=WEEKLY;COUNT={number + 1}"),
            ),
            number,
        )
        for number, (kind, place) in enumerate(
            zip(
                (ItemKind.MEETING, ItemKind.OBSERVANCE, ItemKind.TRAINING),
                three,
                strict=True,
            ),
            1,
        )
    ]


def questions(client: FlaskClient, path: str) -> int:
    """Return how many questions a page asks."""
    asked: list[str] = []
    engine = client.application.extensions["calendar"].database.engine

    def note(*given: str) -> None:
        asked.append(given[2])

    event.listen(engine, "before_cursor_execute", note)
    assert client.get(path).status_code == 200
    event.remove(engine, "before_cursor_execute", note)
    return len(asked)


def counted(client: FlaskClient, database: Database, path: str) -> tuple[int, int]:
    """Return the questions with one item and with five."""
    first, *others = items()
    add(database, first)
    questions(client, path)  # what is looked up once is looked up here
    one = questions(client, path)
    vague = numbered(make_item(span=whole_month(2026, 3)), 4)
    running = whole_days(date(2026, 3, 1), date(2026, 3, 20))
    draft = numbered(make_item(span=running, status=ItemStatus.DRAFT), 5)
    add(database, *others, vague, draft)
    questions(client, path)
    return one, questions(client, path)


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_for_everybody(
    client: FlaskClient, database: Database, path: str
) -> None:
    one, five = counted(client, database, path)
    assert five <= one <= MOST_PUBLIC  # with few, the subscribe page looks further


@pytest.mark.parametrize("path", STAFF)
def test_a_page_of_the_staff(
    database: Database, signed_in_as: Callable[[Account], FlaskClient], path: str
) -> None:
    client = signed_in_as(Account(email="admin@example.org", role=Role.ADMIN))
    one, five = counted(client, database, path)
    assert five == one <= MOST_STAFF
