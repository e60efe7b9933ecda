"""A month or a quarter as it is printed: lists for paper, as the public sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, request
from flask_babel import gettext

from calendar_service.domain.selection import Audience
from calendar_service.domain.when import describe_day
from calendar_service.web import http, papers
from calendar_service.web.asking import asked_month, shortened
from calendar_service.web.entries import Entry
from calendar_service.web.errors import OddQuery
from calendar_service.web.language import language
from calendar_service.web.layout import page
from calendar_service.web.listing import Narrowing, asked_narrowing, entries_between
from calendar_service.web.month import Month
from calendar_service.web.quarter import Quarter, by_month, quarter_of, read_quarter

printing = Blueprint("printing", __name__)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed: a quarter or a month."""

    shown: Quarter | Month
    narrowing: Narrowing
    entries: list[Entry]

    @property
    def title(self) -> str:
        return title_of(self.shown)

    @property
    def others(self) -> list[Quarter | Month]:
        """Return the months of a quarter, or the quarter of a month."""
        if isinstance(self.shown, Month):
            return [quarter_of(self.shown.first)]
        return [Month(first) for first, _ in self.months()]

    def months(self) -> list[tuple[date, list[Entry]]]:
        return by_month(self.shown.first, self.shown.last, self.entries)

    def query(
        self, shown: Quarter | Month | None = None
    ) -> Mapping[str, str | list[str] | None]:
        """Return it, or another month or quarter of the same, as an address says it."""
        shown = shown or self.shown
        asked = "quarter" if isinstance(shown, Quarter) else "month"
        return {asked: str(shown), **self.narrowing.query()}


def title_of(shown: Quarter | Month) -> str:
    """Say a month or a quarter in words."""
    if isinstance(shown, Month):
        return describe_day(shown.first, language(), "LLLL y")
    return str(
        gettext("Quarter %(number)s, %(year)s", number=shown.number, year=shown.year)
    )


@printing.get("/print")
def sheet() -> Response:
    """Show a month or a quarter as it is printed."""
    asked = _asked_sheet()
    return page(
        "print.html",
        query=asked.query(),
        sheet=asked,
        title_of=title_of,
        makes_pdf=papers.is_offered(len(asked.entries)),
    )


@printing.get("/print.pdf")
def paper() -> Response:
    """Send the same as PDF."""
    asked = _asked_sheet()
    papers.demand_offer(len(asked.entries))
    return papers.send_paper(
        "paper_sheet.html", f"calendar-{asked.shown}-{language()}", sheet=asked
    )


def _asked_sheet() -> Sheet:
    narrowing = asked_narrowing()
    asked = asked_month() if request.args.get("month") else _asked_quarter()
    entries = entries_between(asked.first, asked.last, narrowing, Audience.PUBLIC)
    return Sheet(asked, narrowing, entries)


def _asked_quarter() -> Quarter:
    asked = request.args.get("quarter", "")
    if not asked:
        return quarter_of(http.today())
    found = read_quarter(asked)
    if found is None:
        raise OddQuery(
            gettext(
                "“%(quarter)s” is no quarter of this calendar. Write it as 2027-Q1.",
                quarter=shortened(asked),
            )
        )
    return found
