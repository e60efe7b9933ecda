"""A crowded month: less of it is shown, and its page stays small."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from calendar_service.domain.item import Item, ItemKind
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text, Words
from calendar_service.storage.database import Database
from calendar_service.web.entries import Entry, list_entries, make_agenda
from calendar_service.web.fitting import (
    DEPTHS,
    FEWEST,
    bar_words,
    fit_weeks,
    line_words,
    list_depth,
    rest_words,
)
from calendar_service.web.month import SLOTS, Month, Slot
from tests.builders import TBILISI, make_item, timed
from tests.web.seeing import Page, add

MARCH = Month(date(2026, 3, 1))
TODAY = date(2026, 3, 10)
DAYS = [MARCH.grid_first + timedelta(days=n) for n in range(42)]
LONG = "ტრეფიკინგის მსხვერპლთა იდენტიფიცირების სახელმძღვანელო მესაზღვრეებისთვის "
TITLE = (LONG * 5)[:290]
KINDS = [kind for kind in ItemKind if kind is not ItemKind.NEWS]


def crowd(a_day: int, title: str = TITLE) -> list[Item]:
    """Return so many items for each day of the table; one in six runs for days."""
    return [
        make_item(
            uid=f"{day}-{n}@example.org",
            slug=f"{day}-{'s' * 60}-{n}",
            kind=KINDS[n % len(KINDS)],
            span=whole_days(day, day + timedelta(days=n % 9))
            if n % 6 == 0
            else timed(f"{day}T{8 + n % 12:02}:00", f"{day}T{8 + n % 12:02}:45"),
            texts={"ka": Text(f"{title}{n}"), "en": Text(f"{title}{n}")},
        )
        for day in DAYS
        for n in range(a_day)
    ]


def entries(items: list[Item]) -> list[Entry]:
    return list_entries(items, MARCH.grid_first, MARCH.grid_last, "ka", TBILISI)


def lines(found: list[Entry]) -> int:
    """Return how many lines the fullest day has."""
    weeks = fit_weeks(MARCH, found, TODAY)
    return max(len(day.slots) for week in weeks for day in week)


@pytest.mark.parametrize("path", ["/", "/embed/month"])
def test_a_month_of_sixty_items_a_day_is_a_page_of_less_than_100_kb(
    client: FlaskClient, database: Database, path: str
) -> None:
    add(database, *crowd(60))
    for language in ("en", "ka"):
        response = client.get(f"{path}?month=2026-03&lang={language}")
        assert len(response.data) < 100_000
        cell = "//td[h2/time/@datetime='2026-03-12']"
        (more,) = Page(response).all(f"{cell}//li[@class='more']/a/@href")
        assert more == f"/day/2026-03-12?lang={language}"


@pytest.mark.parametrize(
    ("a_day", "title", "wanted"),
    [
        (0, "A", (0, DEPTHS[0])),
        (1, "A", (1, DEPTHS[0])),
        (60, "A", (SLOTS, 2)),
        (60, TITLE, (FEWEST, DEPTHS[-1])),
    ],
)
def test_less_is_shown_only_where_it_must_be(
    a_day: int, title: str, wanted: tuple[int, int]
) -> None:
    found = entries(crowd(a_day, title))
    depth = list_depth(make_agenda(found, MARCH.first))
    assert (lines(found), depth) == wanted


@pytest.mark.parametrize(
    ("say", "most"),
    [
        (lambda entry: bar_words(Slot(entry, days=1)), 60),
        (lambda entry: bar_words(Slot(entry, days=5)), 125),
        (rest_words, 30),
        (line_words, 120),
    ],
)
def test_a_long_title_is_cut_with_a_mark(
    say: Callable[[Entry], Words], most: int
) -> None:
    (long,) = entries([make_item(texts={"ka": Text(TITLE)}, span=whole_days(TODAY))])
    brief = {"ka": Text("x" * most)}
    (short,) = entries([make_item(texts=brief, span=whole_days(TODAY))])
    assert say(long) == Words(TITLE[: most - 1].rstrip() + "…", "ka")
    assert say(short) == Words("x" * most, "ka")
