"""The item form: a new item, an item changed, and what was understood of dates."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.domain.account import Action, may
from calendar_service.domain.draft import Draft, InvalidDraft
from calendar_service.domain.item import Details, Item, ItemStatus, StaleItem
from calendar_service.domain.translation import WORD_FIELDS, Behind
from calendar_service.domain.word_diff import Piece, word_diff
from calendar_service.services.editing import add_item, save_item
from calendar_service.services.picturing import MOST_BYTES
from calendar_service.storage.accounts import find_account
from calendar_service.storage.items import (
    find_item,
    find_revision,
    list_revisions,
)
from calendar_service.storage.picks import list_picks
from calendar_service.web import auth, http
from calendar_service.web.conflicts import (
    Conflict,
    as_item,
    chosen,
    conflict_page,
    is_settled,
    settled,
)
from calendar_service.web.errors import explain
from calendar_service.web.form_dates import CONTROLS, PUT, Values
from calendar_service.web.form_filling import form_values
from calendar_service.web.form_kinds import demand_kind, first_kind, open_kinds
from calendar_service.web.form_pictures import with_picture
from calendar_service.web.form_reading import Frame, read_form
from calendar_service.web.form_terms import words_of_terms
from calendar_service.web.form_view import FormView, field_id
from calendar_service.web.kept_forms import kept_page, posted_form, read_kept
from calendar_service.web.language import language, link
from calendar_service.web.layout import page
from calendar_service.web.problem_words import date_examples
from calendar_service.web.radar import look_around, with_whom_and_where
from calendar_service.web.staleness import list_stale
from calendar_service.web.understood import read_dates, understand

drafting = Blueprint("drafting", __name__)

BAD_REQUEST, UNKNOWN, UNPROCESSABLE, MOST_FIELDS = 400, 404, 422, 2_000
STEPS = {"draft": ItemStatus.DRAFT, "publish": ItemStatus.PUBLISHED}


@drafting.get("/staff/items/new")
@auth.staff_only
def new() -> Response:
    """Show an empty form."""
    auth.demand(Action.DRAFT)
    values = {
        "kind": first_kind(request.args.get("kind", "")),
        "visibility": "public",
        "zone": http.settings().timezone,
    }
    return _form(FormView(values))


@drafting.post("/staff/items/new")
@auth.staff_form
def add() -> AnyResponse:
    """Add what the form holds, or show the form with what is wrong."""
    auth.demand(Action.DRAFT)
    demand_kind()
    return _answer(None)


@drafting.get("/staff/items/<path:uid>/edit")
@auth.staff_only
def edit(uid: str) -> Response:
    """Show an item in its form."""
    item = _demand(uid)
    auth.demand(_needed(item), item)
    values = form_values(item) | words_of_terms(item.agreement)
    return _form(FormView(values, base=item))


@drafting.post("/staff/items/<path:uid>/edit")
@auth.staff_form
def change(uid: str) -> AnyResponse:
    """Save the form, from the revision that it began with."""
    item = _demand(uid)
    auth.demand(_needed(item), item)
    demand_kind()
    return _answer(item)


@drafting.post("/staff/dates/preview")
@auth.staff_only
def preview() -> Response:
    """Say what was understood of the dates, for the script of the form."""
    auth.demand(Action.DRAFT)
    values = posted()
    draft, read, problems = read_dates(values, http.today(), http.settings().timezone)
    shown = _understood(draft)
    around = None
    if draft is not None:
        plan = with_whom_and_where(draft, values)
        around = look_around(plan, values.get("uid", ""))
    return jsonify(
        html=render_template(
            "understood.html",
            understood=shown,
            radar=around,
            problems=FormView(values, problems).told(),
        ),
        controls={n: read.get(n, "") for n in (*CONTROLS, PUT)} if draft else {},
    )


@drafting.app_errorhandler(CSRFError)
def expired(error: CSRFError) -> AnyResponse:
    """Give back what was written in a form whose browser session was forgotten.

    It is only shown again, never saved: that takes a button and a new token.
    """
    if request.endpoint not in {"drafting.add", "drafting.change"}:
        return explain(error)
    return kept_page(request.path, read_kept(posted_form()), BAD_REQUEST)


def posted() -> Values:
    """Return the fields of the form; of several values the first."""
    if len(request.form) > MOST_FIELDS:
        abort(UNPROCESSABLE)
    return {name: value for name, value in request.form.items() if name != "csrf_token"}


def _answer(item: Item | None) -> AnyResponse:
    """Do what the pressed button says: show, give more rows, save or choose."""
    values = posted()
    base = _seen(item, values)
    step, _, more = values.pop("step", "show").partition(":")
    wish = values.get("wish", "") if step == "resolve" else step
    status = STEPS.get(wish) or (base.status if base else ItemStatus.DRAFT)
    settings = http.settings()
    frame = Frame(http.today(), settings.timezone, settings.languages, base)
    values, unfit = with_picture(values)
    draft, read, problems = read_form(values, frame, status)
    problems += unfit
    draft = None if unfit else draft
    view = FormView(read, problems, base, more)
    if step in {"show", "more"}:
        return _form(view.begun(), shown=draft or _dates_of(read), is_preview=True)
    if draft is None:
        return _form(view, UNPROCESSABLE, shown=_dates_of(read))
    if item is not None and base is not None and step == "resolve":
        return _resolve(Conflict(base, draft, item), values, wish, more)
    return _saved(draft, base, view, wish)


def _saved(draft: Draft, base: Item | None, view: FormView, wish: str) -> AnyResponse:
    """Save, or show what stands in the way: a problem, or somebody's change."""
    try:
        saved = _save(draft)
    except InvalidDraft as wrong:
        found = replace(view, problems=wrong.problems)
        return _form(found, UNPROCESSABLE, shown=draft)
    except StaleItem as stale:
        if base is None:
            raise
        theirs = stale.current
        conflict = Conflict(base, draft, theirs, _changed_by(theirs))
        return conflict_page(conflict, view.values, wish, asked=False)
    return http.go_to(link("desk.item", uid=saved.uid, saved=request.path))


def _resolve(conflict: Conflict, values: Values, wish: str, target: str) -> AnyResponse:
    """Take the choices of the comparison; again, where more has changed since."""
    conflict = replace(conflict, actor=_changed_by(conflict.theirs))
    keep = chosen(conflict, values)
    is_current = values.get("theirs") == str(conflict.theirs.revision)
    if not is_current or not is_settled(conflict, keep):
        return conflict_page(conflict, values, wish, asked=is_current)
    draft = settled(conflict, keep)
    shown = as_item(draft, conflict.theirs)
    values = form_values(shown) | words_of_terms(shown.agreement)
    view = FormView(values, base=conflict.theirs)
    if target == "form":
        return _form(view, shown=draft)
    return _saved(draft, conflict.theirs, view, wish)


def _changed_by(item: Item) -> str:
    """Return the name of whoever made the newest revision."""
    with http.reading() as session:
        revisions = list_revisions(session, item.uid)
        actor = revisions[-1].actor if revisions else ""
        account = find_account(session, actor)
    return (account.name if account else "") or actor


def _save(draft: Draft) -> Item:
    who = auth.signed_in()
    with http.transaction() as session:
        if draft.uid:
            return save_item(session, who, draft, http.now())
        domain = http.settings().uid_domain
        return add_item(session, who, draft, http.now(), domain)


def _dates_of(values: Values) -> Details | None:
    """Return what the dates say where all the rest is not sound, or not there yet."""
    draft, _, _ = read_dates(values, http.today(), http.settings().timezone)
    return with_whom_and_where(draft, values) if draft else None


def _form(
    view: FormView,
    status: int = 200,
    shown: Details | None = None,
    *,
    is_preview: bool = False,
) -> Response:
    who = auth.signed_in()
    with http.reading() as session:
        picks = list_picks(session)
        base = view.base
        stale = list_stale(session, base) if base else []
    dates = shown or (None if view.problems else view.base)
    uid = view.base.uid if view.base else ""
    return page(
        "item_form.html",
        private=True,
        status=status,
        form=replace(view, behind=[each.behind for each in stale]),
        behind_pieces=_pieces,
        base=view.base,
        kinds=open_kinds(),
        picks=picks,
        understood=_understood(dates),
        radar=look_around(dates, uid) if dates else None,
        descriptions=view.descriptions(http.settings().languages),
        may_publish=may(who, Action.PUBLISH),
        field_id=field_id,
        date_examples=date_examples(),
        is_preview=is_preview,
        most_bytes=MOST_BYTES,
    )


def _understood(item: Details | None) -> Any:  # noqa: ANN401 - for the template
    if item is None:
        return None
    return understand(item.span, item.recurrence, language(), http.today())


def _pieces(behind: Behind) -> list[tuple[str, list[Piece]]]:
    """Return what changed in the source, field by field."""
    return [
        (name, word_diff(getattr(behind.then, name), getattr(behind.now, name)))
        for name in WORD_FIELDS
        if getattr(behind.then, name) != getattr(behind.now, name)
    ]


def _seen(item: Item | None, values: Values) -> Item | None:
    """Return the item as it was when the form was opened."""
    number = values.get("revision", "")
    if item is None or not number.isdecimal() or len(number) > 9:  # noqa: PLR2004 - digits
        return item
    with http.reading() as session:
        return find_revision(session, item.uid, int(number)) or item


def _demand(uid: str) -> Item:
    with http.reading() as session:
        found = find_item(session, uid)
    if found is None:
        abort(UNKNOWN)
    return found


def _needed(item: Item) -> Action:
    return Action.DRAFT if item.status is ItemStatus.DRAFT else Action.PUBLISH
