"""What waits for the staff, and the list of everything with changes in bulk."""

from datetime import date
from functools import partial

from flask import Blueprint, Response, abort, request
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.domain.account import Action, has_kind, may
from calendar_service.domain.draft import InvalidDraft
from calendar_service.domain.item import (
    Item,
    ItemKind,
    ItemStatus,
    StaleItem,
    Visibility,
)
from calendar_service.domain.selection import Audience, Selection
from calendar_service.domain.translation import (
    WORD_FIELDS,
    Behind,
    fallen_behind,
)
from calendar_service.domain.word_diff import Piece, word_diff
from calendar_service.domain.work import lacking_languages
from calendar_service.services.editing import UnknownItem
from calendar_service.storage.accounts import list_accounts
from calendar_service.storage.database import Session
from calendar_service.storage.in_care import list_in_care
from calendar_service.storage.picks import list_picks
from calendar_service.storage.staff_lists import StaffChoice, list_page, source_texts
from calendar_service.storage.waiting import Mine, Pile, list_waiting
from calendar_service.web import auth, http
from calendar_service.web.asking import reversed_days_said
from calendar_service.web.bulk_changes import (
    Change,
    carry_out,
    change_page,
    seen_revisions,
)
from calendar_service.web.field_words import field_name, status_name
from calendar_service.web.form_reading import read_names
from calendar_service.web.language import link
from calendar_service.web.layout import page
from calendar_service.web.month import read_day
from calendar_service.web.problem_words import problem_said

worklists = Blueprint("worklists", __name__)

PAGE, MOST_PAGES, MOST_LETTERS, UNKNOWN = 50, 10_000, 200, 404
FILTERS = ("q", "kind", "status", "tag", "visibility", "from", "until")


@worklists.get("/staff/work")
@auth.staff_only
def work() -> Response:
    """List what waits: drafts, translations, people, cancellations."""
    auth.demand(Action.DRAFT)
    today, languages = http.today(), http.settings().languages
    who = auth.signed_in()
    kinds = who.kinds if who.is_limited else ()
    with http.reading() as session:
        mine = Mine(kinds=frozenset(kinds))
        heaps = list_waiting(session, today, languages, PAGE, mine)
        behind = heaps[Pile.BEHIND].nearest if Pile.BEHIND in heaps else []
        then = source_texts(session, behind)
        gone = {a.email for a in list_accounts(session) if a.is_disabled}
        left_behind = list_in_care(session, gone, today, PAGE, kinds)
    return page(
        "work.html",
        private=True,
        heaps=heaps,
        behind_of={i.uid: fallen_behind(i.texts, then.get(i.uid, {})) for i in behind},
        lacking=partial(lacking_languages, languages=languages),
        left_behind=left_behind,
        pieces=_pieces,
        may_publish=may(who, Action.PUBLISH),
    )


@worklists.get("/staff/items")
@auth.staff_only
def everything() -> Response:
    """List items of any status, by page, narrowed as the address says."""
    auth.demand(Action.DRAFT)
    return _list()


@worklists.post("/staff/items")
@auth.staff_only
def change() -> AnyResponse:
    """Say what tagging or publishing does to what was ticked; then do it."""
    auth.demand(Action.DRAFT)
    uids = request.form.getlist("uid")[:PAGE]
    step, typed = request.form.get("step", ""), request.form.get("new_tag", "")
    if step not in {"tag", "publish"}:
        abort(UNKNOWN)
    tags = read_names(typed) if step == "tag" else []
    if lacking := _lacking(step, uids, tags):
        return _list(wrong=lacking)
    wanted = Change(uids, tags)
    asked = {name: request.args.get(name) or None for name in (*FILTERS, "page")}
    seen = seen_revisions()
    try:
        if seen is None:
            return change_page(wanted, asked)
        number = carry_out(wanted, seen)
    except InvalidDraft as problem:
        return _list(wrong=problem_said(problem.problems[0]))
    except StaleItem:
        return change_page(wanted, asked, is_stale=True)
    except UnknownItem:
        abort(UNKNOWN)
    return http.go_to(link("worklists.everything", **asked, changed=number))


def _lacking(step: str, uids: list[str], tags: list[str]) -> str:
    """Say what a button needs that was not given, "" where there is all."""
    if step == "publish":
        return "" if uids else str(gettext("Tick the drafts to publish first."))
    if uids and tags:
        return ""
    return str(gettext("Tick events first, and name the tag to give them."))


def _list(wrong: str = "") -> Response:
    number = min(max(request.args.get("page", 1, type=int), 1), MOST_PAGES)
    asked = {name: request.args.get(name, "")[:MOST_LETTERS] for name in FILTERS}
    with http.reading() as session:
        items, total, number = _listed(session, asked, number)
        picks = list_picks(session)
    changed = request.args.get("changed", type=int)
    turned = reversed_days_said(_day(asked["from"]), _day(asked["until"]))
    return page(
        "staff_items.html",
        private=True,
        status=422 if wrong else 400 if turned else 200,
        items=items,
        has_kind=partial(has_kind, auth.signed_in()),
        total=total,
        asked=asked,
        number=number,
        last=_last_page(total),
        kinds=list(ItemKind),
        statuses=_statuses(),
        status_name=status_name,
        tags=picks.tags,
        ticked=set(request.form.getlist("uid")),
        new_tag=request.form.get("new_tag", "")[:MOST_LETTERS],
        wrong=wrong or turned,
        turned=bool(turned),
        changed=None if changed is None else _changed(changed),
        may_publish=may(auth.signed_in(), Action.PUBLISH),
    )


def _listed(
    session: Session, asked: dict[str, str], number: int
) -> tuple[list[Item], int, int]:
    """Return a page of items, how many there are, and the number of that page."""
    choice = _choice(asked)
    if reversed_days_said(choice.selection.first, choice.selection.last):
        return [], 0, 1
    items, total = list_page(session, choice, PAGE, (number - 1) * PAGE)
    # What was changed may leave the filter, and with it the last page.
    if number > _last_page(total):
        number = _last_page(total)
        items, total = list_page(session, choice, PAGE, (number - 1) * PAGE)
    return list(items), total, number


def _last_page(total: int) -> int:
    return max(1, -(-total // PAGE))


def _choice(asked: dict[str, str]) -> StaffChoice:
    """Read the filters; what is none of its words narrows nothing."""
    kind, status = asked["kind"], asked["status"]
    visibility = asked["visibility"]
    wanted = ItemStatus(status) if status in _statuses() else None
    return StaffChoice(
        selection=Selection(
            audience=Audience.EDITORS,
            kinds=frozenset({ItemKind(kind)} if kind in set(ItemKind) else ()),
            tags=frozenset({asked["tag"]} if asked["tag"] else ()),
            first=_day(asked["from"]),
            last=_day(asked["until"]),
            with_deleted=wanted is ItemStatus.DELETED,
        ),
        status=wanted,
        visibility=Visibility(visibility) if visibility in set(Visibility) else None,
        text=asked["q"].strip(),
    )


def _statuses() -> list[ItemStatus]:
    """Return the statuses to ask for; who may bring back sees what is deleted."""
    may_delete = may(auth.signed_in(), Action.DELETE)
    return [s for s in ItemStatus if s is not ItemStatus.DELETED or may_delete]


def _day(text: str) -> date | None:
    return read_day(text) if text else None


def _changed(number: int) -> str:
    said = ngettext("One event was changed.", "%(num)s events were changed.", number)
    return str(said) if number else str(gettext("Nothing had to be changed."))


def _pieces(behind: Behind) -> list[tuple[str, list[Piece]]]:
    return [
        (
            field_name(f"texts.{behind.source}.{name}"),
            word_diff(getattr(behind.then, name), getattr(behind.now, name)),
        )
        for name in WORD_FIELDS
        if getattr(behind.then, name) != getattr(behind.now, name)
    ]
