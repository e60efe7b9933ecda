"""A month or a quarter as it is printed: lists for paper, as the public sees them."""

from flask import Blueprint, Response, request
from flask_babel import gettext

from calendar_service.domain.selection import Audience
from calendar_service.web import http
from calendar_service.web.asking import asked_month, shortened
from calendar_service.web.errors import OddQuery
from calendar_service.web.layout import page
from calendar_service.web.listing import asked_narrowing, entries_between
from calendar_service.web.quarter import Quarter, by_month, quarter_of, read_quarter

printing = Blueprint("printing", __name__)


@printing.get("/print")
def sheet() -> Response:
    """Show a month or a quarter as it is printed."""
    narrowing = asked_narrowing()
    if request.args.get("month"):
        shown = asked_month()
        asked = {"month": str(shown)}
        first, last, quarter = shown.first, shown.last, None
    else:
        quarter = _asked_quarter()
        asked = {"quarter": str(quarter)}
        first, last = quarter.first, quarter.last
    entries = entries_between(first, last, narrowing, Audience.PUBLIC)
    return page(
        "print.html",
        query={**asked, **narrowing.query()},
        quarter=quarter,
        first=first,
        months=by_month(first, last, entries),
        narrowing=narrowing,
    )


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
