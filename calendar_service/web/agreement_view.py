"""An agreement as pages and tables say it, in the reader's language."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext, lazy_gettext, ngettext

from calendar_service.domain.agreement import (
    Agreement,
    Period,
    Renewal,
    begins_on,
    notice_deadline,
)
from calendar_service.domain.back_plan import PlanStep, title_of_step
from calendar_service.domain.item import ItemStatus, Person
from calendar_service.domain.register import Entry
from calendar_service.domain.terms import AgreementStatus
from calendar_service.domain.when import describe_day, describe_span
from calendar_service.feeds.sheets import Cell, Row
from calendar_service.feeds.wording import title_of
from calendar_service.importers.plain_values import write_part_day
from calendar_service.web.language import language

STATUSES = {
    AgreementStatus.PENDING: lazy_gettext("Not yet in force"),
    AgreementStatus.IN_FORCE: lazy_gettext("In force"),
    AgreementStatus.NOTICE_PASSED: lazy_gettext("Notice deadline passed"),
    AgreementStatus.EXPIRING: lazy_gettext("Expiring"),
    AgreementStatus.EXPIRED: lazy_gettext("Expired"),
    AgreementStatus.RENEWED: lazy_gettext("Renewed"),
    AgreementStatus.ENDED: lazy_gettext("Ended"),
}
RENEWALS = {
    Renewal.NONE: lazy_gettext("does not renew"),
    Renewal.BY_ACT: lazy_gettext("by a new act"),
    Renewal.AUTOMATIC: lazy_gettext("automatic, entered by a person"),
}
ITEM_STATUSES = {
    ItemStatus.DRAFT: lazy_gettext("Draft"),
    ItemStatus.CANCELLED: lazy_gettext("Cancelled"),
    ItemStatus.DELETED: lazy_gettext("Deleted"),
}


def status_said(entry: Entry) -> str:
    """Say where it stands, and what is settled already while it still runs."""
    if entry.item.status is not ItemStatus.PUBLISHED:
        return str(ITEM_STATUSES[entry.item.status])
    said = [str(STATUSES[entry.status])]
    if entry.status in {AgreementStatus.PENDING, AgreementStatus.IN_FORCE}:
        said += [gettext("renewed")] * bool(entry.terms.renewed_by)
        said += [gettext("ended")] * bool(entry.terms.ended_on)
    return ", ".join(said)


def day_said(day: date | None) -> str:
    return describe_day(day, language()) if day else "–"


def expiry_said(terms: Agreement) -> str:
    """Say the expiry in its own precision."""
    return describe_span(terms.expires, language()) if terms.expires else "–"


def left_said(left: int | None) -> str:
    """Say the days that are left or have gone by since."""
    if left is None:
        return str(gettext("no end"))
    if left < 0:
        return str(ngettext("%(num)s day ago", "%(num)s days ago", -left))
    return str(ngettext("%(num)s day", "%(num)s days", left))


def period_said(period: Period | None) -> str:
    if period is None:
        return "–"
    parts = []
    if period.months:
        parts.append(ngettext("%(num)s month", "%(num)s months", period.months))
    if period.days or not period.months:
        parts.append(ngettext("%(num)s day", "%(num)s days", period.days))
    return ", ".join(parts)


def person_said(person: Person | None) -> str:
    return (person.name or person.email) if person else "–"


def step_said(step: PlanStep) -> str:
    """Return what a step is called in the reader's language."""
    return title_of_step(step, language())


def term_said(terms: Agreement) -> str:
    """Say in one line what the picture of a term shows."""
    parts = []
    first, deadline = begins_on(terms), notice_deadline(terms)
    if first:
        parts.append(gettext("From: %(day)s", day=day_said(first)))
    if deadline:
        parts.append(gettext("Notice by: %(day)s", day=day_said(deadline)))
    if terms.ended_on:
        parts.append(gettext("Ended on: %(day)s", day=day_said(terms.ended_on)))
    elif terms.expires:
        parts.append(gettext("Expires: %(day)s", day=expiry_said(terms)))
    else:
        parts.append(gettext("Without an end"))
    return "; ".join(parts)


def sheet_of(entries: Sequence[Entry]) -> list[Row]:
    """Return the register as a table for spreadsheet programs, with its heading."""
    heading = [
        *(gettext("Title"), gettext("Status"), gettext("Days left")),
        *(gettext("Type"), gettext("Reference"), gettext("Parties")),
        *(gettext("Signed"), gettext("Effective"), gettext("Notice by")),
        *(gettext("Expires"), gettext("Ended on"), gettext("Renewal")),
        *(gettext("Focal point"), gettext("Deputy"), gettext("Document"), "uid"),
    ]
    return [heading, *map(_sheet_row, entries)]


def _sheet_row(entry: Entry) -> Row:
    item, terms = entry.item, entry.terms
    return [
        title_of(item.kind, item.texts, language()).text,
        status_said(entry),
        entry.left,
        terms.type,
        terms.reference,
        "; ".join(terms.parties),
        terms.signed_on,
        terms.effective_on,
        notice_deadline(terms),
        _expiry_cell(terms),
        terms.ended_on,
        str(RENEWALS[terms.renewal]),
        _person_cell(item.focal_point),
        _person_cell(item.deputy),
        terms.document,
        item.uid,
    ]


def _expiry_cell(terms: Agreement) -> Cell:
    """Return a day, or the month or year as it was written: 2020-10."""
    if terms.expires is None:
        return None
    written = write_part_day(terms.expires)
    return terms.expires.start if len(written) == len("2020-10-31") else written


def _person_cell(person: Person | None) -> str:
    if person is None:
        return ""
    return f"{person.name} <{person.email}>" if person.email else person.name
