"""Remove a reminder rule, after saying what will no longer be sent."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Response, request
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.domain.account import Action
from calendar_service.domain.draft import InvalidDraft
from calendar_service.domain.rule import ReminderRule
from calendar_service.services.foretold import Foretold
from calendar_service.services.rule_editing import StaleRule, UnknownRule, find_rule
from calendar_service.services.rule_removing import (
    foretell_removal,
    is_from_the_start,
    keys_of_rule,
    remove_rule,
)
from calendar_service.storage.database import Session
from calendar_service.web import auth, http, rule_words
from calendar_service.web.errors import NotHere
from calendar_service.web.language import link
from calendar_service.web.layout import page
from calendar_service.web.rule_words import version_of

rule_removal = Blueprint("rule_removal", __name__)

AHEAD = timedelta(days=60)
MOST_SHOWN = 10
CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Loss:
    """What a removal costs: mails nobody gets any more, and those taken back."""

    mails: list[Foretold]
    waiting: int


@rule_removal.get("/staff/rules/<rule>/remove")
@auth.staff_only
def ask(rule: str) -> Response:
    """Say what will no longer be sent, and offer to remove the rule."""
    auth.demand(Action.ADMINISTER)
    with http.reading() as session:
        return _page(session, _find(session, rule))


@rule_removal.post("/staff/rules/<rule>/remove")
@auth.staff_only
def remove(rule: str) -> AnyResponse:
    """Remove the rule that was shown, if nobody has changed it since."""
    auth.demand(Action.ADMINISTER)
    with http.reading() as session:
        seen = _find(session, rule)
        if request.form.get("version") != version_of(seen):
            return _page(session, seen, is_stale=True)
    try:
        with http.transaction() as session:
            remove_rule(session, auth.signed_in(), rule, seen)
    except InvalidDraft:
        return http.go_to(link("rule_removal.ask", rule=rule))
    except (StaleRule, UnknownRule):
        with http.reading() as session:
            return _page(session, _find(session, rule), is_stale=True)
    return http.go_to(link("rules.overview", gone=rule))


def _find(session: Session, name: str) -> ReminderRule:
    try:
        return find_rule(session, name)
    except UnknownRule:
        raise NotHere(gettext("There is no such rule.")) from None


def _page(session: Session, rule: ReminderRule, *, is_stale: bool = False) -> Response:
    return page(
        "rule_removal.html",
        private=True,
        status=CONFLICT if is_stale else 200,
        rule=rule,
        loss=None if is_from_the_start(rule.id) else _loss(session, rule.id),
        most=MOST_SHOWN,
        words=rule_words,
        version=version_of(rule),
        is_stale=is_stale,
    )


def _loss(session: Session, name: str) -> Loss:
    now = http.now()
    mails = foretell_removal(session, http.settings(), name, now, now + AHEAD)
    return Loss(mails, len(keys_of_rule(session, name)))
