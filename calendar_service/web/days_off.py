"""The days on which nobody works: holidays, and those that the office adds."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, request
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.domain.account import Action, may
from calendar_service.domain.draft import InvalidDraft, Problem
from calendar_service.domain.georgia import GEORGIAN_HOLIDAYS
from calendar_service.domain.span import EARLIEST_YEAR, LATEST_YEAR
from calendar_service.domain.workdays import DayOff
from calendar_service.services.days_off_editing import (
    Days,
    Seen,
    StaleDays,
    check_days,
    days_off_in,
    give_reason,
    lift_days_off,
    set_days_off,
)
from calendar_service.services.days_off_previewing import (
    Shift,
    foretell_shifts,
    is_in_sight,
)
from calendar_service.storage.database import Session
from calendar_service.storage.days_off import list_days_off
from calendar_service.web import auth, http, rule_words
from calendar_service.web.errors import NotHere
from calendar_service.web.kept_forms import is_only_shown
from calendar_service.web.language import language, link
from calendar_service.web.layout import page
from calendar_service.web.month import read_day
from calendar_service.web.rule_words import rule_problem_said

days_off = Blueprint("days_off", __name__)

FIRST_YEAR, LAST_YEAR = EARLIEST_YEAR, LATEST_YEAR
"""All years in which days can be set, also those whose holidays nobody knows."""
CONFLICT, UNPROCESSABLE = 409, 422


@dataclass(frozen=True, slots=True)
class Row:
    """A day in the list of a year. A holiday has no page of its own."""

    day: date
    said: str
    is_holiday: bool


@dataclass(frozen=True, slots=True)
class Told:
    """Which mails days move, and how many; `is_off` where they are off now."""

    shifts: list[Shift]
    number: int
    in_sight: bool
    is_off: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """The form of days to be set, as it was typed."""

    first: str = ""
    last: str = ""
    why: str = ""

    def days(self) -> Days | None:
        """Return the days; None as long as they cannot be read."""
        first, last = read_day(self.first), read_day(self.last or self.first)
        return Days(first, last) if first and last else None

    def problems(self) -> list[Problem]:
        days = self.days()
        if days is not None:
            return check_days(days, self.why)
        fields = [("first", self.first)]
        fields += [("last", self.last)] if self.last else []
        return [
            Problem(name, "is no day such as 2027-05-01")
            for name, said in fields
            if read_day(said) is None
        ]


@days_off.get("/staff/days-off")
@auth.staff_only
def overview() -> Response:
    """List the days off of a year by date: holidays and the office's own."""
    auth.demand(Action.PUBLISH)
    year = request.args.get("year", http.today().year, type=int)
    year = min(max(year, FIRST_YEAR), LAST_YEAR)
    with http.reading() as session:
        extra = [off for off in list_days_off(session) if off.day.year == year]
    return page(
        "days_off.html",
        private=True,
        query={"year": str(year)},
        rows=_rows(year, extra),
        year=year,
        earlier=year - 1 if year > FIRST_YEAR else None,
        later=year + 1 if year < LAST_YEAR else None,
        done=request.args.get("done", ""),
        may_change=may(auth.signed_in(), Action.ADMINISTER),
    )


@days_off.get("/staff/new-days-off")
@auth.staff_only
def new() -> Response:
    """Show the form of a day off that is not there yet."""
    auth.demand(Action.ADMINISTER)
    first = request.args.get("day", "")[:10]
    with http.reading() as session:
        return _form(session, Typed(first), [])


@days_off.post("/staff/new-days-off")
@auth.staff_form
def add() -> AnyResponse:
    """Show which mails the days would move, or set them."""
    auth.demand(Action.ADMINISTER)
    typed = Typed(*(_said(name) for name in ("first", "last", "why")))
    days, problems = typed.days(), typed.problems()
    with http.reading() as session:
        if days is None or problems or request.form.get("step") != "save":
            return _form(session, typed, problems)
        seen = days_off_in(session, days)
        # Days that are off already get a new reason: not before that was shown.
        if seen and request.form.get("version") != version_of(seen):
            return _form(session, typed, [], is_stale=True)
    try:
        with http.transaction() as session:
            who, now = auth.signed_in(), http.now()
            set_days_off(session, who, days, typed.why, now, seen)
    except StaleDays:
        with http.reading() as session:
            return _form(session, typed, [], is_stale=True)
    return _to_list(days.first, "set")


@days_off.get("/staff/days-off/<day>")
@auth.staff_only
def show(day: str) -> Response:
    """Show one day off of the office, and what would move without it."""
    auth.demand(Action.PUBLISH)
    with http.reading() as session:
        off = _found(session, day)
        return _day(session, off, off.why)


@days_off.post("/staff/days-off/<day>")
@auth.staff_form
def change(day: str) -> AnyResponse:
    """Give a day another reason, or make it one like others again."""
    auth.demand(Action.ADMINISTER)
    is_removal, why = request.form.get("step") == "remove", _said("why")
    with http.reading() as session:
        seen = _found(session, day)
        days = Days(seen.day, seen.day)
        problems = [] if is_removal else check_days(days, why)
        is_stale = request.form.get("version") != version_of((seen,))
        if is_stale or problems or is_only_shown():
            return _day(session, seen, why, problems, is_stale=is_stale)
    try:
        with http.transaction() as session:
            if is_removal:
                lift_days_off(session, auth.signed_in(), days, (seen,))
            else:
                give_reason(session, auth.signed_in(), seen, why, http.now())
    except (StaleDays, InvalidDraft):
        with http.reading() as session:
            return _day(session, _found(session, day), why, is_stale=True)
    return _to_list(seen.day, "lifted" if is_removal else "set")


def version_of(seen: Seen) -> str:
    """Return a mark that is another one as soon as a day or a reason is."""
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def _rows(year: int, extra: Iterable[DayOff]) -> list[Row]:
    """Join both kinds; a day of the office's that is a holiday stands as both."""
    named = GEORGIAN_HOLIDAYS.of_year(year, language())
    rows = [Row(day, name, is_holiday=True) for day, name in named.items()]
    rows += [Row(off.day, off.why, is_holiday=False) for off in extra]
    return sorted(rows, key=lambda row: (row.day, row.is_holiday))


def _said(name: str) -> str:
    return " ".join(request.form.get(name, "").split())


def _found(session: Session, said: str) -> DayOff:
    day = read_day(said)
    found = days_off_in(session, Days(day, day)) if day else ()
    if not found:
        raise NotHere(gettext("This is no day off that the office has added."))
    return found[0]


def _to_list(day: date, done: str) -> AnyResponse:
    return http.go_to(link("days_off.overview", year=day.year, done=done))


def _form(
    session: Session,
    typed: Typed,
    problems: Sequence[Problem],
    *,
    is_stale: bool = False,
) -> Response:
    days = typed.days()
    known = days_off_in(session, days) if days else ()
    shown = None if problems or days is None else days
    wrong = _words(problems)
    # A look at what shifts is answered well, whatever was typed so far.
    is_saved = request.form.get("step") == "save"
    return page(
        "new_days_off.html",
        private=True,
        status=CONFLICT if is_stale else UNPROCESSABLE if wrong and is_saved else 200,
        typed=typed,
        wrong=wrong,
        is_stale=is_stale,
        known=known,
        version=version_of(known),
        holidays=_holidays(shown),
        told=_told(session, shown, off=True),
        words=rule_words,
    )


def _day(
    session: Session,
    off: DayOff,
    why: str,
    problems: Sequence[Problem] = (),
    *,
    is_stale: bool = False,
) -> Response:
    wrong, days = _words(problems), Days(off.day, off.day)
    return page(
        "day_off.html",
        private=True,
        status=CONFLICT if is_stale else UNPROCESSABLE if wrong else 200,
        off=off,
        why=why,
        wrong=wrong,
        is_stale=is_stale,
        version=version_of((off,)),
        holidays=_holidays(days),
        told=_told(session, days, off=False),
        words=rule_words,
        may_change=may(auth.signed_in(), Action.ADMINISTER),
    )


def _told(session: Session, days: Days | None, *, off: bool) -> Told | None:
    if days is None:
        return None
    shifts = foretell_shifts(session, http.settings(), days, http.now(), off=off)
    number = sum(shift.number for shift in shifts)
    return Told(shifts, number, is_in_sight(days, http.today()), is_off=not off)


def _holidays(days: Days | None) -> list[tuple[date, str]]:
    """Return the holidays among some days: they are off anyway."""
    if days is None:
        return []
    years = range(days.first.year, days.last.year + 1)
    return [
        (day, name)
        for year in years
        for day, name in GEORGIAN_HOLIDAYS.of_year(year, language()).items()
        if day in days
    ]


def _words(problems: Iterable[Problem]) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for problem in problems:
        said.setdefault(problem.field, []).append(rule_problem_said(problem))
    return said
