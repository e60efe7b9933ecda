"""The calendar inside other sites: agenda and month without frame, cookie or staff."""

from datetime import date, timedelta

from flask import Blueprint, Response

from calendar_service.domain.selection import Audience
from calendar_service.domain.span import EARLIEST_YEAR, LATEST_YEAR
from calendar_service.web import http
from calendar_service.web.asking import asked_day, asked_month
from calendar_service.web.entries import cut_agenda, make_agenda
from calendar_service.web.fitting import fit_weeks, list_depth
from calendar_service.web.layout import page
from calendar_service.web.listing import asked_narrowing, entries_between
from calendar_service.web.security import framed_policy

embeds = Blueprint("embeds", __name__)

AGENDA_DAYS = 56
MOST_ENTRIES = 30
DAY = timedelta(days=1)


@embeds.get("/embed/agenda")
def agenda() -> Response:
    """List what comes, for a frame on another site."""
    narrowing = asked_narrowing()
    first = asked_day("from") or http.today()
    end = min(first + timedelta(days=AGENDA_DAYS - 1), date(LATEST_YEAR, 12, 31))
    entries = entries_between(first, end, narrowing, Audience.PUBLIC)
    shown, last = cut_agenda(make_agenda(entries, first), end, MOST_ENTRIES)
    earlier = first - timedelta(days=AGENDA_DAYS)
    return page(
        "embed_agenda.html",
        who=None,
        query={"from": first.isoformat(), **narrowing.query()},
        agenda=shown,
        first=first,
        last=last,
        earlier=earlier if earlier.year >= EARLIEST_YEAR else None,
        later=last + DAY if last < date(LATEST_YEAR, 12, 31) else None,
        narrowing=narrowing,
    )


@embeds.get("/embed/month")
def month() -> Response:
    """Show a month, for a frame on another site."""
    shown, narrowing = asked_month(), asked_narrowing()
    entries = entries_between(
        shown.grid_first, shown.grid_last, narrowing, Audience.PUBLIC
    )
    inside = [e for e in entries if e.last >= shown.first and e.first <= shown.last]
    listed = make_agenda(inside, shown.first)
    return page(
        "embed_month.html",
        who=None,
        query={"month": str(shown), **narrowing.query()},
        month=shown,
        weeks=fit_weeks(shown, [e for e in entries if e.is_exact], http.today()),
        agenda=listed,
        depth=list_depth(listed),
        narrowing=narrowing,
    )


@embeds.after_request
def let_frame(response: Response) -> Response:
    """Let the sites of the settings frame these pages, and these alone."""
    response.headers["Content-Security-Policy"] = framed_policy(http.settings())
    return response
