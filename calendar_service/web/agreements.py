"""The register of agreements: the list, one of them, renew, end, and as files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response, request
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.domain.account import Account, Action, may
from calendar_service.domain.back_plan import DatedStep, next_step
from calendar_service.domain.draft import InvalidDraft
from calendar_service.domain.item import Item, ItemKind, ItemStatus, StaleItem
from calendar_service.domain.register import Entry, by_end, entry_on, is_asked_for
from calendar_service.domain.selection import is_visible
from calendar_service.domain.terms import chain_of
from calendar_service.feeds.sheets import csv_file, xlsx_file
from calendar_service.services.back_planning import (
    UnknownStep,
    mark_step,
    may_mark,
    plans_of,
)
from calendar_service.services.renewing import end_agreement, renew_agreement
from calendar_service.storage.agreements import find_agreement, list_terms
from calendar_service.storage.database import Session
from calendar_service.storage.mail_answers import list_answers
from calendar_service.storage.mail_records import records_about
from calendar_service.web import agreement_forms, agreement_view, auth, http, papers
from calendar_service.web.agreement_problems import term_problem_said
from calendar_service.web.errors import NotHere
from calendar_service.web.kept_forms import is_only_shown
from calendar_service.web.language import link
from calendar_service.web.layout import page
from calendar_service.web.mail_privacy import address_said
from calendar_service.web.register_view import asked_rows, choices_of, counts_of
from calendar_service.web.timeline import scale_of, strip_of

agreements = Blueprint("agreements", __name__)

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONFLICT, UNPROCESSABLE = 409, 422


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a form was not carried out; `form` is renew or end."""

    form: str
    field: str
    message: str
    status: int = UNPROCESSABLE


@agreements.get("/staff/agreements")
@auth.staff_only
def register() -> Response:
    """List the agreements that are asked for, and draw them along time."""
    entries, plans = _entries()
    asked = agreement_forms.read_filter(request.args)
    shown = [each for each in entries if is_asked_for(each, asked, http.today())]
    terms = [entry.terms for entry in shown]
    scale = scale_of(terms, http.today())
    return page(
        "agreements.html",
        private=True,
        query=_kept(),
        entries=shown,
        strips=[strip_of(term, scale, http.today()) for term in terms],
        scale=scale,
        next_steps={uid: next_step(steps) for uid, steps in plans.items()},
        counts=counts_of(entries),
        choices=choices_of(entries),
        asked=asked,
        kept=_kept(),
        makes_pdf=papers.is_offered(len(shown)),
        view=agreement_view,
    )


@agreements.get("/staff/agreements.csv")
@auth.staff_only
def as_csv() -> Response:
    """Send what the list shows, for spreadsheet programs."""
    return _file(csv_file(agreement_view.sheet_of(_chosen())), CSV, "csv")


@agreements.get("/staff/agreements.xlsx")
@auth.staff_only
def as_xlsx() -> Response:
    """Send what the list shows as a workbook."""
    rows = agreement_view.sheet_of(_chosen())
    return _file(xlsx_file(gettext("Agreements"), rows), XLSX, "xlsx")


@agreements.get("/staff/agreements.pdf")
@auth.staff_only
def as_pdf() -> Response:
    """Send what the list shows, for paper."""
    chosen = _chosen()
    papers.demand_offer(len(chosen))
    terms = [entry.terms for entry in chosen]
    scale = scale_of(terms, http.today())
    return papers.send_paper(
        "paper_agreements.html",
        _file_name(),
        private=True,
        entries=chosen,
        strips=[strip_of(term, scale, http.today()) for term in terms],
        scale=scale,
        view=agreement_view,
    )


@agreements.get("/staff/agreements/<name>")
@auth.staff_only
def agreement(name: str) -> Response:
    """Show one agreement: its dates, its chain, and who was asked."""
    return _one(name)


@agreements.post("/staff/agreements/<name>/renew")
@auth.staff_form
def renew(name: str) -> AnyResponse:
    """Add the term that follows."""

    def carry_out(session: Session, item: Item) -> Item:
        new = agreement_forms.read_new_term(request.form, http.today())
        domain = http.settings().uid_domain
        return renew_agreement(
            session, auth.signed_in(), item.uid, new, http.now(), domain
        )

    return _carried_out("renew", name, carry_out)


@agreements.post("/staff/agreements/<name>/end")
@auth.staff_form
def end(name: str) -> AnyResponse:
    """End a term before its expiry."""

    def carry_out(session: Session, item: Item) -> Item:
        day = agreement_forms.read_last_day(request.form, http.today())
        seen = agreement_forms.read_revision(request.form)
        return end_agreement(session, auth.signed_in(), item.uid, day, http.now(), seen)

    return _carried_out("end", name, carry_out)


@agreements.post("/staff/agreements/<name>/plan")
@auth.staff_only
def note_step(name: str) -> AnyResponse:
    """Note whose a step of the back-planning is, and whether it is done."""
    try:
        with http.transaction() as session:
            item = _named(session, name)
            note = agreement_forms.read_note(request.form, item.uid)
            mark_step(
                session, auth.signed_in(), note, http.now(), http.settings().timezone
            )
    except UnknownStep:
        raise NotHere(gettext("There is no such step in the plan.")) from None
    except InvalidDraft as wrong:
        said = " ".join(map(term_problem_said, wrong.problems))
        return _one(name, Trouble("plan", "", said))
    return http.go_to(link("agreements.agreement", name=name, _anchor="plan"))


def _carried_out(
    form: str, name: str, carry_out: Callable[[Session, Item], Item]
) -> AnyResponse:
    """Do it and show what came of it, or the form again with what is wrong."""
    auth.demand(Action.PUBLISH, ItemKind.AGREEMENT)
    if is_only_shown():
        said = gettext("This is what you had written. Nothing has been done yet.")
        return _one(name, Trouble(form, "", said, status=200))
    try:
        with http.transaction() as session:
            done = carry_out(session, _named(session, name))
    except agreement_forms.WrongField as wrong:
        return _one(name, Trouble(form, wrong.field, wrong.message))
    except InvalidDraft as wrong:
        said = " ".join(map(term_problem_said, wrong.problems))
        return _one(name, Trouble(form, "", said))
    except StaleItem:
        message = gettext(
            "Somebody changed this agreement meanwhile. Nothing was done:"
            " look at it as it is now, then send the form again."
        )
        return _one(name, Trouble(form, "", message, CONFLICT))
    return http.go_to(link("agreements.agreement", name=done.slug, done=form))


def _one(name: str, trouble: Trouble | None = None) -> Response:
    with http.reading() as session:
        named, terms = _named(session, name), list_terms(session)
        mails = records_about(session, named.uid)
        answers = list_answers(session, [named.uid])
        item = next((each for each in terms if each.uid == named.uid), named)
        plans = plans_of(session, [item])
    who, today = auth.signed_in(), http.today()
    chain = [entry_on(each, today) for each in chain_of(item, terms)]
    scale = scale_of([each.terms for each in chain], today)
    return page(
        "agreement.html",
        private=True,
        status=trouble.status if trouble else 200,
        entry=entry_on(item, today),
        chain=chain,
        strips=[strip_of(each.terms, scale, today) for each in chain],
        scale=scale,
        asked=asked_rows(mails, answers, partial(_name_of, item=item, who=who)),
        plan=plans.get(item.uid, []),
        may_mark=may_mark(who, item),
        may_decide=may(who, Action.PUBLISH, item) and _is_open(item),
        trouble=trouble,
        fields=request.form if trouble else {},
        done=request.args.get("done", ""),
        view=agreement_view,
    )


def _name_of(address: str, item: Item, who: Account) -> str:
    """Return the name of whoever stands on the page anyway, else the address."""
    people = (item.focal_point, item.deputy)
    names = {p.email.lower(): p.name for p in people if p and p.name}
    return names.get(address.lower()) or address_said(address, who)


def _is_open(item: Item) -> bool:
    """Tell whether forms are offered: it is published, and no term follows."""
    followed = bool(item.agreement and item.agreement.renewed_by)
    return item.status is ItemStatus.PUBLISHED and not followed


def _named(session: Session, name: str) -> Item:
    item = find_agreement(session, name)
    if item is None or not is_visible(item, auth.audience()):
        raise NotHere(gettext("There is no such agreement in the register."))
    return item


def _chosen() -> list[Entry]:
    asked = agreement_forms.read_filter(request.args)
    return [each for each in _entries()[0] if is_asked_for(each, asked, http.today())]


def _entries() -> tuple[list[Entry], dict[str, list[DatedStep]]]:
    with http.reading() as session:
        terms = list_terms(session)
        plans = plans_of(session, terms)
    entries = sorted((entry_on(item, http.today()) for item in terms), key=by_end)
    return entries, plans


def _kept() -> Mapping[str, str]:
    """Return the part of the address that says what is asked for."""
    names = ("status", "type", "party", "within", "q")
    return {name: said for name in names if (said := request.args.get(name, ""))}


def _file(body: bytes, media_type: str, ending: str) -> Response:
    response = Response(body, content_type=media_type)
    disposition = f'attachment; filename="{_file_name()}.{ending}"'
    response.headers["Content-Disposition"] = disposition
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _file_name() -> str:
    return f"agreements-{http.today()}"
