"""The reminder rules: who is reminded of what, as real dates, and the form."""

import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from urllib.parse import unquote

from flask import Blueprint, Response, request
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.domain.account import Action, may
from calendar_service.domain.draft import Problem
from calendar_service.domain.item import ItemKind
from calendar_service.domain.rule import ReminderRule, usual_policy
from calendar_service.services.foretelling import foretell_reminders
from calendar_service.services.rule_editing import (
    StaleRule,
    UnknownRule,
    add_rule,
    check_rule,
    find_rule,
    known_rules,
    replace_rule,
)
from calendar_service.services.rule_previewing import (
    ShownLadder,
    count_at_once,
    preview_rule,
)
from calendar_service.services.rule_removing import is_from_the_start
from calendar_service.storage.database import Session
from calendar_service.storage.items import find_by_slug, find_item
from calendar_service.storage.mail_lists import list_mail_lists
from calendar_service.web import auth, http, rule_words
from calendar_service.web.errors import NotHere
from calendar_service.web.language import link
from calendar_service.web.layout import page
from calendar_service.web.mail_privacy import address_said
from calendar_service.web.rule_forms import RuleForm, form_of, read_form
from calendar_service.web.rule_words import version_of

rules = Blueprint("rules", __name__)

AHEAD = timedelta(days=60)
MOST_LADDERS = 3
BLOCKING = ("kind", "step", "zone")
"""Fields without which there are no dates to show."""
CONFLICT, UNPROCESSABLE = 409, 422
NEW = ReminderRule(
    id="", kind=ItemKind.MEETING, steps=(), workdays=usual_policy(ItemKind.MEETING)
)


@rules.get("/staff/rules")
@auth.staff_only
def overview() -> Response:
    """List the rules, with how many mails each sends in the next sixty days."""
    auth.demand(Action.PUBLISH)
    now = http.now()
    with http.reading() as session:
        found = known_rules(session)
        mails = foretell_reminders(session, http.settings(), now, now + AHEAD)
    return page(
        "rules.html",
        private=True,
        rules=found,
        numbers=Counter(mail.rule for mail in mails if mail.is_mail),
        words=rule_words,
        gone=request.args.get("gone", "")[:100],
        may_change=may(auth.signed_in(), Action.ADMINISTER),
    )


@rules.get("/staff/rules/<rule>")
@auth.staff_only
def show(rule: str) -> Response:
    """Show one rule as real dates, with the form to whoever may change it."""
    auth.demand(Action.PUBLISH)
    with http.reading() as session:
        found = _find(session, rule)
        return _shown(session, found, form_of(found))


@rules.post("/staff/rules/<rule>")
@auth.staff_form
def change(rule: str) -> AnyResponse:
    """Show the dates of what was typed, or save it if nobody else did since."""
    auth.demand(Action.ADMINISTER)
    with http.reading() as session:
        seen = _now_there(session, rule)
        form, problems = read_form(request.form, seen or replace(NEW, id=rule))
        if seen is None:
            return _shown(session, NEW, form, is_stale=True)
        form = _with_item(session, form)
        problems = _with_checks(session, form, problems)
        is_stale = request.form.get("version") != version_of(seen)
        if is_stale or problems or request.form.get("step") != "save":
            return _shown(session, seen, form, problems, is_stale=is_stale)
    try:
        with http.transaction() as session:
            replace_rule(session, auth.signed_in(), seen, form.rule)
    except (StaleRule, UnknownRule):
        with http.reading() as session:
            seen = _now_there(session, rule)
            return _shown(session, seen or NEW, form, is_stale=True)
    return http.go_to(link("rules.show", rule=rule, saved="yes"))


@rules.get("/staff/new-rule")
@auth.staff_only
def new() -> Response:
    """Show the form of a rule that is not there yet."""
    auth.demand(Action.ADMINISTER)
    with http.reading() as session:
        return _shown(session, NEW, form_of(NEW))


@rules.post("/staff/new-rule")
@auth.staff_form
def add() -> AnyResponse:
    """Show the dates of what was typed, or add the rule."""
    auth.demand(Action.ADMINISTER)
    with http.reading() as session:
        form, problems = read_form(request.form, NEW)
        form = _with_item(session, form)
        problems = _with_checks(session, form, problems)
        if problems or request.form.get("step") != "save":
            return _shown(session, NEW, form, problems)
    try:
        with http.transaction() as session:
            add_rule(session, auth.signed_in(), form.rule)
    except StaleRule:
        taken = [Problem("id", "is taken by another rule")]
        with http.reading() as session:
            return _shown(session, NEW, form, taken)
    return http.go_to(link("rules.show", rule=form.rule.id, saved="yes"))


def _with_item(session: Session, form: RuleForm) -> RuleForm:
    """Find the one event by the address of its page, which people have at hand."""
    typed = form.rule.item_uid
    if not typed or find_item(session, typed) is not None:
        return form
    # The staff's page of an event ends in its UID, the public one in its slug.
    name = unquote(re.split("[?#]", typed)[0].rstrip("/").rpartition("/")[2])
    found = find_item(session, name) or find_by_slug(session, name)
    uid = found.uid if found is not None else typed
    return replace(form, rule=replace(form.rule, item_uid=uid))


def _with_checks(
    session: Session, form: RuleForm, unread: list[Problem]
) -> list[Problem]:
    """Add what keeps the rule from being saved, but for fields that are unread."""
    fields = {problem.field for problem in unread}
    found = check_rule(session, form.rule)
    return [*unread, *(problem for problem in found if problem.field not in fields)]


def _now_there(session: Session, name: str) -> ReminderRule | None:
    """Return the rule, None where somebody removed it: what was typed is kept."""
    try:
        return find_rule(session, name)
    except UnknownRule:
        return None


def _find(session: Session, name: str) -> ReminderRule:
    found = _now_there(session, name)
    if found is None:
        raise NotHere(gettext("There is no such rule."))
    return found


def _shown(
    session: Session,
    stored: ReminderRule,
    form: RuleForm,
    problems: list[Problem] | None = None,
    *,
    is_stale: bool = False,
) -> Response:
    said: dict[str, list[str]] = {}
    # A look at the dates is answered well, whatever was typed so far.
    is_saved = request.form.get("step") == "save"
    for problem in problems or ():
        words = said.setdefault(problem.field, [])
        if (sentence := rule_words.rule_problem_said(problem)) not in words:
            words.append(sentence)
    return page(
        "rule.html",
        private=True,
        status=CONFLICT if is_stale else UNPROCESSABLE if said and is_saved else 200,
        stored=stored,
        form=form,
        wrong=said,
        is_stale=is_stale,
        is_changed=form.rule != stored,
        version=version_of(stored),
        ladders=_ladders(session, form.rule, said),
        at_once=_at_once(session, form.rule, said),
        unreadable=_unreadable(form, said),
        lists=list_mail_lists(session),
        kinds=[kind for kind in ItemKind if kind is not ItemKind.NEWS],
        words=rule_words,
        address_said=address_said,
        saved=request.args.get("saved") == "yes",
        is_removable=bool(stored.id) and not is_from_the_start(stored.id),
        may_change=may(auth.signed_in(), Action.ADMINISTER),
    )


def _unreadable(form: RuleForm, wrong: dict[str, list[str]]) -> list[str]:
    """Return why what was typed gives no dates; nothing where no step was typed."""
    if not any(row.number for row in form.rows):
        return []
    return [said for name in BLOCKING for said in wrong.get(name, ())]


def _at_once(session: Session, rule: ReminderRule, wrong: dict[str, list[str]]) -> int:
    if not wrong.keys().isdisjoint(BLOCKING):
        return 0
    return count_at_once(session, http.settings(), rule, http.now())


def _ladders(
    session: Session, rule: ReminderRule, wrong: dict[str, list[str]]
) -> list[ShownLadder]:
    if not rule.steps or not wrong.keys().isdisjoint(BLOCKING):
        return []
    return preview_rule(session, http.settings(), rule, http.now(), MOST_LADDERS)
