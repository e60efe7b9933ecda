"""Publish, withdraw, cancel, move, delete, restore: said first, done by a button."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import datetime

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.domain.account import Action, unlimited
from calendar_service.domain.draft import Draft, InvalidDraft, Problem
from calendar_service.domain.item import Details, Item, ItemStatus
from calendar_service.services.editing import (
    NEEDED,
    cancel_item,
    delete_item,
    publish_item,
    restore_item,
    save_item,
    withdraw_item,
)
from calendar_service.storage.database import Session
from calendar_service.storage.item_history import newest_revisions
from calendar_service.storage.item_mails import list_item_mails
from calendar_service.storage.items import find_item, find_revision
from calendar_service.web import auth, http
from calendar_service.web.consequences import Consequences, consequences
from calendar_service.web.form_dates import Values
from calendar_service.web.item_steps import Step, after, step_words, steps_for
from calendar_service.web.language import language, link
from calendar_service.web.layout import page
from calendar_service.web.problem_words import date_examples, problem_said
from calendar_service.web.radar import look_around
from calendar_service.web.understood import read_dates, understand

actions = Blueprint("actions", __name__)

UNKNOWN, CONFLICT, UNPROCESSABLE = 404, 409, 422
LOOKED_BACK = 50
Doing = Callable[..., Item]
DOING: Mapping[Step, Doing] = {
    Step.PUBLISH: publish_item,
    Step.WITHDRAW: withdraw_item,
    Step.CANCEL: cancel_item,
    Step.DELETE: delete_item,
}
PATH = "/staff/items/<path:uid>/<any(publish,withdraw,cancel,delete,undelete):name>"


@actions.get(PATH)
@auth.staff_only
def ask(uid: str, name: str) -> Response:
    """Say what a step does before it is done."""
    step = Step(name)
    item = _demand(uid, step)
    return _asked(item, _after(item, step), step.value)


@actions.post(PATH)
@auth.staff_only
def do(uid: str, name: str) -> AnyResponse:
    """Do it, if the item is still as it was shown."""
    step = Step(name)
    item = _demand(uid, step)
    seen = request.form.get("revision", type=int)
    if seen != item.revision:
        return _asked(item, _after(item, step), step.value, status=CONFLICT)
    with http.transaction() as session:
        if step is Step.UNDELETE:
            _undelete(session, item, http.now())
        else:
            DOING[step](session, auth.signed_in(), uid, http.now(), seen)
    return http.go_to(link("desk.item", uid=uid))


@actions.get("/staff/items/<path:uid>/restore")
@auth.staff_only
def ask_restore(uid: str) -> Response:
    """Say what bringing an earlier state back does."""
    item, former = _former(uid, request.args.get("revision", type=int))
    return _asked(item, former, "restore", former=former)


@actions.post("/staff/items/<path:uid>/restore")
@auth.staff_only
def restore(uid: str) -> AnyResponse:
    """Make an earlier state the newest one."""
    item, former = _former(uid, request.form.get("former", type=int))
    seen = request.form.get("revision", type=int)
    if seen != item.revision:
        return _asked(item, former, "restore", former=former, status=CONFLICT)
    with http.transaction() as session:
        number = former.revision
        restore_item(session, auth.signed_in(), uid, number, http.now(), seen)
    return http.go_to(link("desk.item", uid=uid))


@actions.get("/staff/items/<path:uid>/move")
@auth.staff_only
def ask_move(uid: str) -> Response:
    """Ask for the new dates."""
    return _move_page(_demand(uid, Step.MOVE), {})


@actions.post("/staff/items/<path:uid>/move")
@auth.staff_form
def move(uid: str) -> AnyResponse:
    """Show what the new dates mean and do, then save them."""
    item = _demand(uid, Step.MOVE)
    values = {"when": request.form.get("when", "")}
    draft, _, problems = read_dates(values, http.today(), _zone(item))
    if draft is None:
        return _move_page(item, values, problems=problems)
    moved = replace(item, span=draft.span, recurrence=draft.recurrence)
    seen = request.form.get("revision", type=int)
    is_shown = request.form.get("shown") == values["when"]
    if request.form.get("step") != "move" or not is_shown or seen != item.revision:
        return _move_page(item, values, moved)
    said = {f.name: getattr(moved, f.name) for f in fields(Details)}
    new = Draft(**said, uid=item.uid, slug=item.slug, revision=seen)
    try:
        with http.transaction() as session:
            save_item(session, auth.signed_in(), new, http.now())
    except InvalidDraft as wrong:
        return _move_page(item, values, problems=wrong.problems)
    return http.go_to(link("desk.item", uid=uid))


def _asked(
    item: Item,
    new: Item,
    step: str,
    former: Item | None = None,
    status: int = 200,
) -> Response:
    with http.reading() as session:
        mails = list_item_mails(session, item.uid)
    return page(
        "item_action.html",
        private=True,
        status=status,
        item=item,
        step=step,
        former=former,
        told=consequences(item, new, mails),
        is_stale=status == CONFLICT,
        words=step_words(step),
    )


def _move_page(
    item: Item,
    values: Values,
    moved: Item | None = None,
    problems: list[Problem] | tuple[Problem, ...] = (),
) -> Response:
    told: Consequences | None = None
    if moved is not None:
        with http.reading() as session:
            told = consequences(item, moved, list_item_mails(session, item.uid))
    return page(
        "item_move.html",
        private=True,
        status=UNPROCESSABLE if problems else 200,
        item=item,
        typed=values.get("when", ""),
        problems=[problem_said(problem) for problem in problems],
        understood=understand(moved.span, moved.recurrence, language(), http.today())
        if moved
        else None,
        radar=look_around(moved, item.uid) if moved else None,
        told=told,
        date_examples=date_examples(),
    )


def _demand(uid: str, step: Step) -> Item:
    """Return an item for which the step is open to whoever is signed in."""
    with http.reading() as session:
        item = find_item(session, uid)
    who = auth.signed_in()
    if item is None or step not in steps_for(item, unlimited(who), http.now()):
        abort(UNKNOWN)
    # What only the limit to kinds keeps from them is refused with a reason.
    auth.demand(Action.DRAFT, item)
    return item


def _after(item: Item, step: Step) -> Item:
    if step is not Step.UNDELETE:
        return after(item, step)
    with http.reading() as session:
        return _before_deletion(session, item) or item


def _before_deletion(session: Session, item: Item) -> Item | None:
    for revision in newest_revisions(session, item.uid, LOOKED_BACK):
        if revision.item.status is not ItemStatus.DELETED:
            return revision.item
    return None


def _undelete(session: Session, item: Item, now: datetime) -> None:
    former = _before_deletion(session, item)
    number = former.revision if former else item.revision
    restore_item(session, auth.signed_in(), item.uid, number, now, item.revision)


def _former(uid: str, number: int | None) -> tuple[Item, Item]:
    with http.reading() as session:
        item = find_item(session, uid)
        former = find_revision(session, uid, -1 if number is None else number)
    if item is None or former is None or former.status is ItemStatus.DELETED:
        abort(UNKNOWN)
    for state in (item, former):
        auth.demand(NEEDED[state.status], state)
    return item, former


def _zone(item: Item) -> str:
    return getattr(item.span, "zone", http.settings().timezone)
