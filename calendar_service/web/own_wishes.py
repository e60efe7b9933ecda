"""What people decide for themselves: language, digest, days on which they are away."""

from datetime import date, time

from flask import Blueprint, request
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.domain.absence import Absence
from calendar_service.domain.digest_choice import DigestChoice, Rhythm
from calendar_service.domain.draft import InvalidDraft
from calendar_service.services.account_keeping import choose_language
from calendar_service.services.wishing import choose_digest, note_absence
from calendar_service.storage.absences import drop_absence
from calendar_service.web import auth, http
from calendar_service.web.language import link, remember_language
from calendar_service.web.own_page import NONE, WORKDAYS, own_page, saved
from calendar_service.web.problem_words import problem_said

own_wishes = Blueprint("own_wishes", __name__)

MOST_LETTERS = 20


@own_wishes.post("/staff/account/language")
@auth.staff_only
def put_language() -> AnyResponse:
    """Write in another language, and show pages in it from now on."""
    who, chosen = auth.signed_in(), _given("language")
    if chosen not in {*http.settings().languages, who.language}:
        return own_page({"language": gettext("Choose one of the languages.")})
    with http.transaction() as session:
        choose_language(session, who, chosen, http.now())
    # The address must not decide: it may name the language from before.
    response = http.go_to(link("own_account.show", saved="language", lang=None))
    if chosen in http.settings().languages:
        remember_language(response, chosen)
    return response


@own_wishes.post("/staff/account/digest")
@auth.staff_only
def put_digest() -> AnyResponse:
    """Send a digest daily or weekly, or none."""
    typed = {name: _given(name) for name in ("every", "weekday", "send_at")}
    who, wrong = auth.signed_in(), {}
    choice = None
    if typed["every"] != NONE:
        at = _time(typed["send_at"])
        if typed["every"] not in set(Rhythm):
            wrong["every"] = gettext("Choose how often.")
        if typed["weekday"] not in map(str, range(WORKDAYS)):
            wrong["weekday"] = gettext("Choose a working day.")
        if at is None:
            wrong["send_at"] = gettext("Write a time like 08:30.")
        if wrong or at is None:
            return own_page(wrong, typed)
        choice = DigestChoice(
            address=who.email,
            every=Rhythm(typed["every"]),
            weekday=int(typed["weekday"]),
            send_at=at,
        )
    with http.transaction() as session:
        choose_digest(session, who.email, choice)
    return saved("digest")


@own_wishes.post("/staff/account/absence")
@auth.staff_only
def put_absence() -> AnyResponse:
    """Note from when to when somebody is away."""
    typed = {name: _given(name) for name in ("first", "last")}
    days = {name: _day(text) for name, text in typed.items()}
    first, last = days["first"], days["last"]
    if first is None or last is None:
        said = gettext("Write a day like 2027-03-01.")
        return own_page({n: said for n, day in days.items() if day is None}, typed)
    try:
        with http.transaction() as session:
            absence = Absence(auth.signed_in().email, first, last)
            note_absence(session, absence, http.today())
    except InvalidDraft as wrong:
        return own_page({p.field: problem_said(p) for p in wrong.problems}, typed)
    return saved("absence")


@own_wishes.post("/staff/account/absence/end")
@auth.staff_only
def end_absence() -> AnyResponse:
    """Take one absence back; one that is gone is no fault."""
    first = _day(_given("first"))
    if first is not None:
        with http.transaction() as session:
            drop_absence(session, auth.signed_in().email, first)
    return saved("absence")


def _given(name: str) -> str:
    return request.form.get(name, "").strip()[:MOST_LETTERS]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _time(text: str) -> time | None:
    try:
        found = time.fromisoformat(text)
    except ValueError:
        return None
    return found.replace(second=0, microsecond=0, tzinfo=None)
