"""The time machine: which mails will go out, and what if nothing had run."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, jsonify, request
from flask_babel import gettext

from calendar_service.domain.account import Action, may
from calendar_service.domain.span import to_instant
from calendar_service.services.foretelling import (
    Down,
    end_of,
    foretell_mails,
)
from calendar_service.services.foretold import Foretold
from calendar_service.web import auth, http
from calendar_service.web.errors import OddQuery
from calendar_service.web.layout import page
from calendar_service.web.mail_privacy import address_said

time_machine = Blueprint("time_machine", __name__)

USUAL_DAYS = 60
MOST_DAYS = 400
MOST_LETTERS = 320
ODD = 400
ASKED = ("until", "down_from", "down_to")


@time_machine.get("/staff/time-machine")
@auth.staff_only
def mails() -> Response:
    """Show the mails of the next days; whoever may not publish sees only their own."""
    as_json = request.args.get("format") == "json"
    try:
        until, down = _until(), _down()
    except OddQuery as wrong:
        if as_json:
            raise
        return _page([], _usual(), wrong=str(wrong.description))
    person, _ = _person()
    now = http.now()
    with http.reading() as session:
        found = foretell_mails(
            session, http.settings(), now, end_of(until, http.settings()), down, person
        )
    shown = [each for each in found if each.is_mail or down]
    if as_json:
        answer = jsonify([_plain(each) for each in shown])
        answer.headers["Cache-Control"] = "private, no-store"
        return answer
    return _page(shown, until)


def _page(shown: Sequence[Foretold], until: date, wrong: str = "") -> Response:
    """Show mails, or what is wrong with what was asked: the form keeps it."""
    person, may_choose = _person()
    asked = {name: request.args.get(name, "")[:MOST_LETTERS] for name in ASKED}
    return page(
        "time_machine.html",
        private=True,
        status=ODD if wrong else 200,
        wrong=wrong,
        days=list(_by_day(shown)),
        number=sum(each.is_mail for each in shown),
        until=until,
        asked=asked | {"until": asked["until"] or until.isoformat()},
        person=person,
        may_choose=may_choose,
        address_said=address_said,
        is_down=bool(asked["down_from"] or asked["down_to"]),
        first=http.today(),
        last=http.today() + timedelta(days=MOST_DAYS),
    )


def _by_day(found: Sequence[Foretold]) -> Iterator[tuple[date, list[Foretold]]]:
    zone = ZoneInfo(http.settings().timezone)
    for day, mails_of_day in groupby(
        found, key=lambda each: each.sent_at.astimezone(zone).date()
    ):
        yield day, list(mails_of_day)


def _usual() -> date:
    return http.today() + timedelta(days=USUAL_DAYS)


def _until() -> date:
    said = request.args.get("until", "")
    if not said:
        return _usual()
    try:
        until = date.fromisoformat(said)
    except ValueError:
        until = date.min
    if not http.today() <= until <= http.today() + timedelta(days=MOST_DAYS):
        raise OddQuery(
            gettext(
                "“%(day)s” is no day from today on, at most 400 days ahead. Write"
                " it as 2027-05-01.",
                day=said[:20],
            )
        )
    return until


def _down() -> Down | None:
    """Read from when to when nothing is to have run, in the office's wall time."""
    said = [request.args.get(name, "") for name in ("down_from", "down_to")]
    if not any(said):
        return None
    zone = http.settings().timezone
    try:
        start, end = (to_instant(_wall(each), zone) for each in said)
    except (ValueError, OverflowError):
        start = end = http.now()
    far = timedelta(days=MOST_DAYS)
    if not http.now() - far < start < end < http.now() + far:
        raise OddQuery(
            gettext(
                "An outage has a beginning and a later end, written as"
                " 2027-05-01T09:00."
            )
        )
    return start, end


def _wall(said: str) -> datetime:
    wall = datetime.fromisoformat(said)
    if wall.tzinfo is not None:
        raise ValueError("a wall time carries no offset")
    return wall


def _person() -> tuple[str, bool]:
    """Return whose mails are asked for, and whether one may choose."""
    who = auth.account()
    if who is None:
        abort(404)
    if not may(who, Action.PUBLISH):
        return who.email, False
    return request.args.get("person", "").strip()[:MOST_LETTERS], True


def _plain(mail: Foretold) -> dict[str, object]:
    said = asdict(mail)
    said["to"] = address_said(mail.to, auth.signed_in())
    for name in ("sent_at", "planned_at", "moved_from"):
        said[name] = said[name].isoformat() if said[name] else None
    return said
