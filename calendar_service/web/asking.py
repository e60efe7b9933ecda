"""What addresses of public pages ask for: kinds, tags, days; a sentence where not."""

import re
from datetime import date

from flask import request
from flask_babel import gettext

from calendar_service.domain.item import ItemKind
from calendar_service.domain.span import EARLIEST_YEAR, LATEST_YEAR
from calendar_service.storage.storable import is_storable
from calendar_service.web import http
from calendar_service.web.errors import NotHere, OddQuery
from calendar_service.web.month import Month, read_day, read_month

MOST_LETTERS = 100
# News is for the reader feeds: nothing happens on its day.
SHOWN = tuple(kind for kind in ItemKind if kind is not ItemKind.NEWS)


def asked_month() -> Month:
    """Return the month asked for, else the one of today."""
    asked = request.args.get("month", "")
    if not asked:
        return Month(http.today().replace(day=1))
    found = read_month(asked)
    if found is None:
        raise OddQuery(
            gettext(
                "“%(month)s” is no month of this calendar. Write it as 2026-05.",
                month=shortened(asked),
            )
        )
    return found


def asked_day(name: str) -> date | None:
    """Return the day asked for; None where none is."""
    asked = request.args.get(name, "")
    return day_said(asked) if asked else None


def day_said(asked: str) -> date:
    """Read a day of an address."""
    found = read_day(asked)
    if found is None:
        raise OddQuery(
            gettext(
                "“%(day)s” is no day of this calendar. Write it as 2026-05-01.",
                day=shortened(asked),
            )
        )
    return found


def reversed_days_said(first: date | None, last: date | None) -> str:
    """Return the sentence for days that were turned round, "" for all others."""
    if not first or not last or first <= last:
        return ""
    return str(gettext("The last day lies before the first. Turn them round."))


def year_said(asked: str) -> int:
    """Read a year of an address."""
    is_year = re.fullmatch("[0-9]{4}", asked) is not None
    if not is_year or not EARLIEST_YEAR <= int(asked) <= LATEST_YEAR:
        raise OddQuery(
            gettext(
                "“%(year)s” is no year of this calendar. Write it as 2027.",
                year=shortened(asked),
            )
        )
    return int(asked)


def asked_kinds() -> list[str]:
    """Return the kinds asked for, each once; hyphens are as good as underscores."""
    asked = [kind.replace("-", "_") for kind in request.args.getlist("kind") if kind]
    for kind in asked:
        if kind not in SHOWN:
            raise NotHere(
                gettext(
                    "“%(kind)s” is no kind of event here. These are: %(kinds)s.",
                    kind=shortened(kind),
                    kinds=", ".join(SHOWN),
                )
            )
    return sorted(set(asked))


def asked_tag() -> str | None:
    """Return the tag asked for; None where none is."""
    asked = request.args.get("tag", "")
    if not asked.isprintable() or len(asked) > MOST_LETTERS:
        raise NotHere(gettext("There is no such tag."))
    return asked or None


def asked_place() -> str | None:
    """Return the place asked for; one that cannot be is one that is not there."""
    asked = request.args.get("place", "").strip()
    if not is_storable(asked):
        raise NotHere(gettext("There is no such place."))
    return asked or None


def shortened(text: str) -> str:
    """Return what was asked, fit to be repeated on a page."""
    return "".join(letter for letter in text if letter.isprintable())[:MOST_LETTERS]
