"""One day with everything on it, and a year of observances."""

from datetime import date, timedelta

from flask import Blueprint, Response

from calendar_service.domain.agreement import add_months
from calendar_service.domain.item import ItemKind
from calendar_service.domain.span import EARLIEST_YEAR, LATEST_YEAR
from calendar_service.web import http
from calendar_service.web.asking import SHOWN, asked_tag, day_said, year_said
from calendar_service.web.entries import Entry, make_agenda
from calendar_service.web.layout import page
from calendar_service.web.listing import Narrowing, asked_narrowing, entries_between

days = Blueprint("days", __name__)

DAY = timedelta(days=1)


@days.get("/day/<day>")
def one_day(day: str) -> Response:
    """Show everything that touches a day."""
    shown, narrowing = day_said(day), asked_narrowing()
    return page(
        "day.html",
        query=narrowing.query(),
        day=shown,
        before=shown - DAY if shown > date(EARLIEST_YEAR, 1, 1) else None,
        after=shown + DAY if shown < date(LATEST_YEAR, 12, 31) else None,
        agenda=make_agenda(entries_between(shown, shown, narrowing), shown),
        narrowing=narrowing,
        shown_kinds=SHOWN,
    )


@days.get("/year/")
def this_year() -> Response:
    """Show the observances of the year of today."""
    return _year(http.today().year)


@days.get("/year/<year>")
def one_year(year: str) -> Response:
    """Show the observances of a year, month by month."""
    return _year(year_said(year))


def _year(year: int) -> Response:
    narrowing = Narrowing([ItemKind.OBSERVANCE.value], asked_tag(), None)
    entries = entries_between(date(year, 1, 1), date(year, 12, 31), narrowing)
    return page(
        "year.html",
        query={"tag": narrowing.tag},
        year=year,
        before=year - 1 if year > EARLIEST_YEAR else None,
        after=year + 1 if year < LATEST_YEAR else None,
        months=_months(year, entries),
        tag=narrowing.tag,
        is_empty=not entries,
    )


def _months(year: int, entries: list[Entry]) -> list[tuple[date, list[Entry]]]:
    """Return each month with what begins in it; January also has what runs on."""
    firsts = [add_months(date(year, 1, 1), number) for number in range(12)]
    return [
        (
            first,
            [
                entry
                for entry in entries
                if max(entry.first, firsts[0]).month == first.month
            ],
        )
        for first in firsts
    ]
