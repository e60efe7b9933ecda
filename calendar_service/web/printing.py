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
from calendar_service.web.quarter import Quarter, by_month, quarter_of, read_quarter

printing = Blueprint("printing", __name__)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed: a quarter, or a month where `quarter` is None."""

    first: date
    last: date
    quarter: Quarter | None
    narrowing: Narrowing
    entries: list[Entry]

    @property
    def name(self) -> str:
        """Return what it is called in an address and as a file."""
        return str(self.quarter or f"{self.first:%Y-%m}")

    @property
    def title(self) -> str:
        if self.quarter is None:
            return describe_day(self.first, language(), "LLLL y")
        return str(
            gettext(
                "Quarter %(number)s, %(year)s",
                number=self.quarter.number,
                year=self.quarter.year,
            )
        )

    def months(self) -> list[tuple[date, list[Entry]]]:
        return by_month(self.first, self.last, self.entries)

    def query(self) -> Mapping[str, str | list[str] | None]:
        """Return it as an address says it."""
        asked = "quarter" if self.quarter else "month"
        return {asked: self.name, **self.narrowing.query()}


@printing.get("/print")
def sheet() -> Response:
    """Show a month or a quarter as it is printed."""
    asked = _asked_sheet()
    return page(
        "print.html",
        query=asked.query(),
        sheet=asked,
        makes_pdf=papers.is_offered(len(asked.entries)),
    )


@printing.get("/print.pdf")
def paper() -> Response:
    """Send the same as PDF."""
    asked = _asked_sheet()
    papers.demand_offer(len(asked.entries))
    return papers.send_paper(
        "paper_sheet.html", f"calendar-{asked.name}-{language()}", sheet=asked
    )


def _asked_sheet() -> Sheet:
    narrowing, quarter = asked_narrowing(), None
    if request.args.get("month"):
        shown = asked_month()
        first, last = shown.first, shown.last
    else:
        quarter = _asked_quarter()
        first, last = quarter.first, quarter.last
    entries = entries_between(first, last, narrowing, Audience.PUBLIC)
    return Sheet(first, last, quarter, narrowing, entries)


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
