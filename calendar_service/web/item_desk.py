"""One item on the desk of the staff: where it stands, its history, once more."""

from dataclasses import fields
from functools import partial

from flask import Blueprint, Response, abort, request
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.domain.account import Action, has_kind, may
from calendar_service.domain.again import By, again, can_come_again, next_year
from calendar_service.domain.conflict import changed_fields
from calendar_service.domain.draft import Draft
from calendar_service.domain.history import Revision
from calendar_service.domain.item import Details, Item, ItemStatus
from calendar_service.domain.selection import is_visible
from calendar_service.domain.span import LATEST_YEAR
from calendar_service.domain.when import describe_when
from calendar_service.domain.word_diff import Piece, word_diff
from calendar_service.services.editing import NEEDED, add_item
from calendar_service.storage.item_history import newest_revisions
from calendar_service.storage.item_mails import list_item_mails
from calendar_service.storage.items import find_item
from calendar_service.web import auth, http
from calendar_service.web.entries import place_said
from calendar_service.web.field_words import field_name, field_words, status_name
from calendar_service.web.item_steps import step_words, steps_for
from calendar_service.web.language import language, link
from calendar_service.web.layout import page
from calendar_service.web.staleness import list_stale

desk = Blueprint("desk", __name__)

UNKNOWN, UNPROCESSABLE = 404, 422
MOST_LETTERS = 20
REVISIONS = 20
Change = tuple[str, str, list[Piece]]


@desk.get("/staff/items/<path:uid>")
@auth.staff_only
def item(uid: str) -> Response:
    """Show where an item stands and what can be done with it."""
    found = demand_seen(uid)
    who = auth.signed_in()
    with http.reading() as session:
        mails = list_item_mails(session, uid)
        newest = newest_revisions(session, uid, 1)
        stale = list_stale(session, found)
    return page(
        "item_desk.html",
        private=True,
        item=found,
        mails=mails,
        actor=newest[0].actor if newest else "",
        steps=steps_for(found, who, http.now()),
        may_edit=may(who, NEEDED[found.status], found)
        and may(who, Action.DRAFT, found),
        is_outside=may(who, Action.DRAFT) and not has_kind(who, found.kind),
        may_copy=may(who, Action.DRAFT, found) and can_come_again(found),
        status_name=status_name,
        step_words=step_words,
        saved=request.args.get("saved", ""),
        languages=http.settings().languages,
        stale={each.behind.language: each for each in stale},
        place=place_said(found, found.texts, language()),
    )


@desk.get("/staff/items/<path:uid>/history")
@auth.staff_only
def history(uid: str) -> Response:
    """Show who changed what and when, field by field, newest first."""
    auth.demand(Action.DRAFT)
    found = demand_seen(uid)
    who = auth.signed_in()
    before = request.args.get("before", type=int)
    with http.reading() as session:
        revisions = newest_revisions(session, uid, REVISIONS + 1, before)
    return page(
        "item_history.html",
        private=True,
        item=found,
        revisions=[
            (revision, _changes(revision, former))
            for revision, former in zip(
                revisions[:REVISIONS], [*revisions[1:], None], strict=False
            )
        ],
        earlier=revisions[REVISIONS - 1].item.revision
        if len(revisions) > REVISIONS
        else None,
        may_restore=may(who, Action.PUBLISH, found),
        has_kind=partial(has_kind, who),
    )


@desk.get("/staff/items/<path:uid>/again")
@auth.staff_only
def once_more(uid: str) -> Response:
    """Show the dates of a copy for next year, by the weekday and by the date."""
    auth.demand(Action.DRAFT)
    found = demand_seen(uid)
    auth.demand(Action.DRAFT, found)
    return _again_page(found)


@desk.post("/staff/items/<path:uid>/again")
@auth.staff_only
def copy(uid: str) -> AnyResponse:
    """Make the copy as a draft, and open it."""
    found = demand_seen(uid)
    if request.form.get("step") == "show":
        target = link("desk.once_more", uid=uid, year=request.form.get("year", ""))
        return http.go_to(target)
    by = request.form.get("by", "")
    if by not in set(By):
        abort(UNKNOWN)
    year = _year(found)
    if year is None:
        return _again_page(found)
    details = again(found, year, By(by))
    draft = Draft(**{f.name: getattr(details, f.name) for f in fields(Details)})
    with http.transaction() as session:
        domain = http.settings().uid_domain
        added = add_item(session, auth.signed_in(), draft, http.now(), domain)
    return http.go_to(link("drafting.edit", uid=added.uid))


def demand_seen(uid: str) -> Item:
    """Return an item that whoever is signed in may see; 404 otherwise.

    Deleted ones are for those who may bring them back.
    """
    with http.reading() as session:
        found = find_item(session, uid)
    if found is None or not _is_seen(found):
        abort(UNKNOWN)
    return found


def _is_seen(found: Item) -> bool:
    if found.status is ItemStatus.DELETED:
        return may(auth.signed_in(), Action.DELETE)
    return is_visible(found, auth.audience())


def _again_page(found: Item) -> Response:
    """Show the dates of another year, or say which years there are."""
    year = _year(found)
    return page(
        "item_again.html",
        private=True,
        status=UNPROCESSABLE if year is None else 200,
        item=found,
        year=year or request.values["year"][:MOST_LETTERS],
        first=found.span.start.year + 1,
        last=LATEST_YEAR,
        choices=[(by, _when(again(found, year, by))) for by in By] if year else [],
    )


def _year(found: Item) -> int | None:
    """Return the year that is asked for, None where there is none like it."""
    asked = request.values.get("year", "").strip()
    if not asked:
        return min(next_year(found, http.today()), LATEST_YEAR)
    is_year = asked.isascii() and asked.isdecimal() and len(asked) == len("2200")
    year = int(asked) if is_year else 0
    return year if found.span.start.year < year <= LATEST_YEAR else None


def _when(details: Details) -> str:
    return describe_when(details.span, details.recurrence, language())


def _changes(revision: Revision, former: Revision | None) -> list[Change]:
    """Return the fields that a revision changed, with their words compared."""
    if former is None:
        return []
    old, new = former.item, revision.item
    found = [
        (
            name,
            field_name(name),
            word_diff(field_words(old, name), field_words(new, name)),
        )
        for name in changed_fields(old, new)
    ]
    if old.slug != new.slug:
        said = gettext("Address of the page")
        found.append(("slug", said, word_diff(old.slug, new.slug)))
    return found
