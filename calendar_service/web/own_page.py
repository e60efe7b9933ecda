"""The page of one's own account: what it shows, whichever of its forms was sent."""

from collections.abc import Mapping
from types import MappingProxyType

from babel.dates import get_day_names
from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.domain.absence import Absence
from calendar_service.domain.account import Account
from calendar_service.domain.digest_choice import DigestChoice, Rhythm
from calendar_service.domain.span import whole_days
from calendar_service.domain.when import describe_span
from calendar_service.services.administering import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
)
from calendar_service.services.wishing import absences_of, chosen_digest
from calendar_service.web import auth, http
from calendar_service.web.account_words import role_said
from calendar_service.web.language import language, link
from calendar_service.web.layout import page

UNPROCESSABLE = 422
SAVED = ("language", "digest", "absence", "password")
NONE = "none"
WORKDAYS = 5
NOTHING: Mapping[str, str] = MappingProxyType({})


def own_page(
    wrong: Mapping[str, str] = NOTHING, typed: Mapping[str, str] = NOTHING
) -> Response:
    """Show the page, with what is wrong by field and what was typed there."""
    who, today = auth.signed_in(), http.today()
    with http.reading() as session:
        digest = chosen_digest(session, who.email)
        absences = absences_of(session, who.email, today)
    saved = request.args.get("saved", "")
    return page(
        "own_account.html",
        private=True,
        status=UNPROCESSABLE if wrong else 200,
        role=role_said(who),
        sign_ins=auth.sign_ins(),
        least=SHORTEST_PASSWORD,
        most=LONGEST_PASSWORD,
        absences=[(each, _said(each)) for each in absences],
        languages=_languages(who),
        weekdays=_weekdays(),
        values={"language": who.language, "first": f"{today}", "last": ""}
        | _digest_values(who, digest)
        | dict(typed),
        wrong=wrong,
        saved=saved if saved in SAVED and not wrong else "",
    )


def saved(what: str) -> AnyResponse:
    """Go back to the page, which says that it was saved."""
    return http.go_to(link("own_account.show", saved=what))


def _digest_values(who: Account, choice: DigestChoice | None) -> dict[str, str]:
    shown = choice or DigestChoice(address=who.email, every=Rhythm.WEEKLY)
    return {
        "every": choice.every.value if choice else NONE,
        "weekday": str(shown.weekday),
        "send_at": f"{shown.send_at:%H:%M}",
    }


def _said(absence: Absence) -> str:
    return describe_span(whole_days(absence.first, absence.last), language())


def _languages(who: Account) -> list[str]:
    """Return what may be chosen; a language from before stays possible."""
    return list(dict.fromkeys([*http.settings().languages, who.language]))


def _weekdays() -> list[tuple[str, str]]:
    """Return the working days with their names; 0 is Monday."""
    names = get_day_names("wide", "stand-alone", language())
    return [(str(day), names[day]) for day in range(WORKDAYS)]
