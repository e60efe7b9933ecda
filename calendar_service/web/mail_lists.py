"""Lists of addresses that rules remind: looked at, made, changed, removed."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, request
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.domain.account import Action, may
from calendar_service.domain.draft import InvalidDraft, Problem
from calendar_service.services.list_editing import (
    Addresses,
    StaleList,
    UnknownList,
    add_list,
    check_list,
    find_list,
    remove_list,
    replace_list,
    rules_naming,
    tidy,
)
from calendar_service.storage.database import Session
from calendar_service.storage.mail_lists import list_mail_lists
from calendar_service.storage.rules import list_rules
from calendar_service.web import auth, http, rule_words
from calendar_service.web.errors import NotHere
from calendar_service.web.kept_forms import is_only_shown
from calendar_service.web.language import link
from calendar_service.web.layout import page
from calendar_service.web.mail_privacy import address_said
from calendar_service.web.rule_words import rule_problem_said
from calendar_service.web.typed_addresses import read_addresses

mail_lists = Blueprint("mail_lists", __name__)

CONFLICT, UNPROCESSABLE = 409, 422


@dataclass(frozen=True, slots=True)
class Typed:
    """The form: the name of the list, and the addresses as they were typed."""

    name: str
    text: str

    @property
    def addresses(self) -> list[str]:
        return read_addresses(self.text)


@mail_lists.get("/staff/lists")
@auth.staff_only
def overview() -> Response:
    """List the lists with who is on them and the rules that name them."""
    auth.demand(Action.PUBLISH)
    who = auth.signed_in()
    with http.reading() as session:
        found, rules = list_mail_lists(session), list_rules(session)
    return page(
        "mail_lists.html",
        private=True,
        lists={
            name: [address_said(each, who) for each in addresses]
            for name, addresses in found.items()
        },
        naming={n: [rule for rule in rules if n in rule.lists] for n in found},
        words=rule_words,
        gone=request.args.get("gone", "")[:100],
        may_change=may(who, Action.ADMINISTER),
    )


@mail_lists.get("/staff/lists/<name>")
@auth.staff_only
def show(name: str) -> Response:
    """Show one list, with the form to whoever may change it."""
    auth.demand(Action.PUBLISH)
    with http.reading() as session:
        found = _found(session, name)
        return _shown(session, name, found, Typed(name, "\n".join(found)))


@mail_lists.post("/staff/lists/<name>")
@auth.staff_form
def change(name: str) -> AnyResponse:
    """Save a list, or remove it, if nobody else changed it since."""
    auth.demand(Action.ADMINISTER)
    is_removal = request.form.get("step") == "remove"
    with http.reading() as session:
        seen = _now_there(session, name)
        typed = _typed(name, seen or ())
        if seen is None:
            return _shown(session, "", (), typed, is_stale=True)
        problems = _used(session, name) if is_removal else _problems(typed)
        is_stale = request.form.get("version") != version_of(seen)
        if is_stale or problems or is_only_shown():
            return _shown(session, name, seen, typed, problems, is_stale=is_stale)
    try:
        return _remove(name, seen) if is_removal else _replace(typed, seen)
    except (StaleList, UnknownList, InvalidDraft):
        # Somebody was quicker between our look and our write.
        with http.reading() as session:
            seen = _now_there(session, name)
            stored = "" if seen is None else name
            return _shown(session, stored, seen or (), typed, is_stale=True)


@mail_lists.get("/staff/new-list")
@auth.staff_only
def new() -> Response:
    """Show the form of a list that is not there yet."""
    auth.demand(Action.ADMINISTER)
    with http.reading() as session:
        return _shown(session, "", (), Typed("", ""))


@mail_lists.post("/staff/new-list")
@auth.staff_form
def add() -> AnyResponse:
    """Add a list under a name that is free."""
    auth.demand(Action.ADMINISTER)
    name = request.form.get("name", "").strip()[:100]
    typed = Typed(name, request.form.get("addresses", ""))
    problems = _problems(typed)
    if not (problems or is_only_shown()):
        try:
            with http.transaction() as session:
                doubled = add_list(session, auth.signed_in(), name, typed.addresses)
            return _saved(name, doubled)
        except StaleList:
            problems = [Problem("name", "is taken by another list")]
    with http.reading() as session:
        return _shown(session, "", (), typed, problems)


def version_of(addresses: Addresses) -> str:
    """Return a mark that is another one as soon as anybody comes or goes."""
    return hashlib.sha256("\n".join(addresses).encode()).hexdigest()[:16]


def _now_there(session: Session, name: str) -> Addresses | None:
    """Return the list, None where somebody removed it: what was typed is kept."""
    try:
        return find_list(session, name)
    except UnknownList:
        return None


def _found(session: Session, name: str) -> Addresses:
    found = _now_there(session, name)
    if found is None:
        raise NotHere(gettext("There is no list “%(name)s”.", name=name))
    return found


def _typed(name: str, seen: Addresses) -> Typed:
    """Return the form; that of a removal holds no addresses."""
    return Typed(name, request.form.get("addresses", "\n".join(seen)))


def _remove(name: str, seen: Addresses) -> AnyResponse:
    with http.transaction() as session:
        remove_list(session, auth.signed_in(), name, seen)
    return http.go_to(link("mail_lists.overview", gone=name))


def _replace(typed: Typed, seen: Addresses) -> AnyResponse:
    with http.transaction() as session:
        doubled = replace_list(
            session, auth.signed_in(), typed.name, seen, typed.addresses
        )
    return _saved(typed.name, doubled)


def _problems(typed: Typed) -> list[Problem]:
    return check_list(typed.name, tidy(typed.addresses)[0])


def _used(session: Session, name: str) -> list[Problem]:
    return [Problem("used", "is used")] if rules_naming(session, name) else []


def _saved(name: str, doubled: list[str]) -> AnyResponse:
    return http.go_to(
        link("mail_lists.show", name=name, saved="yes", twice=len(doubled) or None)
    )


def _shown(
    session: Session,
    stored: str,
    addresses: Addresses,
    typed: Typed,
    problems: Iterable[Problem] = (),
    *,
    is_stale: bool = False,
) -> Response:
    who, wrong = auth.signed_in(), _said(problems)
    return page(
        "mail_list.html",
        private=True,
        status=CONFLICT if is_stale else UNPROCESSABLE if wrong else 200,
        stored=stored,
        typed=typed,
        addresses=[address_said(each, who) for each in addresses],
        wrong=wrong,
        is_stale=is_stale,
        version=version_of(addresses),
        naming=rules_naming(session, stored) if stored else [],
        words=rule_words,
        saved=request.args.get("saved") == "yes",
        twice=request.args.get("twice", 0, type=int),
        may_change=may(who, Action.ADMINISTER),
    )


def _said(problems: Iterable[Problem]) -> Mapping[str, list[str]]:
    said: dict[str, list[str]] = {}
    for problem in problems:
        said.setdefault(problem.field, []).append(rule_problem_said(problem))
    return said
