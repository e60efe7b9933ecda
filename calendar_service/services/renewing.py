"""Renew agreements and end them: terms that are linked to each other."""

from dataclasses import fields, replace
from datetime import date, datetime

from calendar_service.domain.account import Account, Action, demand
from calendar_service.domain.agreement import Agreement
from calendar_service.domain.draft import Draft, InvalidDraft, Problem
from calendar_service.domain.item import (
    Details,
    Item,
    ItemKind,
    ItemStatus,
    StaleItem,
    details_of,
)
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.selection import WITHDRAWN
from calendar_service.domain.span import whole_days
from calendar_service.domain.terms import NewTerm, next_term
from calendar_service.services.editing import add_item, demand_item, save_item
from calendar_service.storage.database import Session
from calendar_service.storage.items import find_item, lock_calendar


def renew_agreement(
    session: Session,
    actor: Account,
    uid: str,
    new: NewTerm,
    now: datetime,
    uid_domain: str,
) -> Item:
    """Add the term that follows, and mark the old one as renewed.

    The new item has the words, people and place of the old one, and a history
    of its own: no mail, answer or revision is copied. Raises StaleItem,
    InvalidDraft, NotAllowed, UnknownItem.
    """
    demand(actor, Action.PUBLISH, ItemKind.AGREEMENT)
    lock_calendar(session)
    old = demand_item(session, uid)
    terms = _demand_open(session, old, new.revision)
    following = next_term(old, new)
    added = add_item(session, actor, _draft_of_next(old, following), now, uid_domain)
    _save_terms(session, actor, old, replace(terms, renewed_by=added.uid), now)
    return added


def end_agreement(
    session: Session,
    actor: Account,
    uid: str,
    on: date,
    now: datetime,
    seen: int | None = None,
) -> Item:
    """End a term before its expiry; `on` is its last day in force.

    `seen` is the revision that whoever asks has seen, None for any. Raises
    StaleItem, InvalidDraft, NotAllowed, UnknownItem.
    """
    demand(actor, Action.PUBLISH, ItemKind.AGREEMENT)
    lock_calendar(session)
    item = demand_item(session, uid)
    terms = _demand_open(session, item, seen)
    return _save_terms(session, actor, item, replace(terms, ended_on=on), now)


def _demand_open(session: Session, item: Item, seen: int | None) -> Agreement:
    """Return the terms of what is in the register and not followed by another.

    A term that follows but was withdrawn does not count.
    """
    if seen not in {None, item.revision}:
        raise StaleItem(item)
    if item.kind is not ItemKind.AGREEMENT:
        raise _wrong("kind", f"is {item.kind}; only agreements have terms")
    if item.status is not ItemStatus.PUBLISHED:
        raise _wrong("status", f"is {item.status}; only published agreements run")
    terms = item.agreement or Agreement()
    following = find_item(session, terms.renewed_by)
    if following is not None and following.status not in WITHDRAWN:
        message = f"is {following.slug}, which follows already; take that one"
        raise _wrong("agreement.renewed_by", message)
    return terms


def _draft_of_next(old: Item, terms: Agreement) -> Draft:
    day = terms.signed_on or terms.effective_on
    details = replace(
        details_of(old),
        # A revision that a translation was made from is one of the old item.
        texts={
            language: text if text.made_from is None else replace(text, made_from=0)
            for language, text in old.texts.items()
        },
        span=whole_days(day) if day else old.span,
        recurrence=Recurrence(),
        agreement=terms,
    )
    return _as_draft(details)


def _save_terms(
    session: Session, actor: Account, item: Item, terms: Agreement, now: datetime
) -> Item:
    details = replace(details_of(item), agreement=terms)
    draft = replace(_as_draft(details), uid=item.uid, revision=item.revision)
    return save_item(session, actor, draft, now)


def _as_draft(details: Details) -> Draft:
    return Draft(**{f.name: getattr(details, f.name) for f in fields(Details)})


def _wrong(name: str, message: str) -> InvalidDraft:
    return InvalidDraft([Problem(name, message)])
