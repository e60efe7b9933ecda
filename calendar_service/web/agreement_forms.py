"""The forms of the register: what is asked for, and what becomes of a term."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from calendar_service.domain.draft import Problem
from calendar_service.domain.register import CURRENT, RegisterFilter
from calendar_service.domain.span import DaySpan
from calendar_service.domain.terms import MOST_MONTHS, AgreementStatus, NewTerm
from calendar_service.importers.typed_dates.refusals import NotUnderstood
from calendar_service.importers.typed_dates.terms import read_expiry
from calendar_service.importers.typed_dates.terms import read_last_day as read_day
from calendar_service.services.back_planning import StepNote
from calendar_service.web.problem_words import problem_said

Fields = Mapping[str, str]
NUMBER = re.compile(r"\d{1,9}", re.ASCII)
EVERY, NOW_RUNNING = "all", "current"
MOST_WITHIN = 3_660
MOST_LETTERS = 200


@dataclass
class WrongField(ValueError):
    """A field cannot be read; `message` is for the reader."""

    field: str
    message: str


def read_filter(fields: Fields) -> RegisterFilter:
    """Read what is asked for by address; what cannot be read asks for nothing."""
    days = _number(fields.get("within", ""))
    return RegisterFilter(
        statuses=_statuses(fields.get("status", NOW_RUNNING)),
        type=fields.get("type", "").strip(),
        party=fields.get("party", "").strip(),
        within=min(days, MOST_WITHIN) if days is not None else None,
        words=fields.get("q", "").strip()[:MOST_LETTERS],
    )


def read_new_term(fields: Fields, today: date) -> NewTerm:
    """Read the form of a renewal. Raises WrongField."""
    until, months = _said(fields, "until"), _said(fields, "months")
    if bool(until) == bool(months):
        message = gettext("Give either the last day or the number of months.")
        raise WrongField("until", message)
    return NewTerm(
        months=_months(months) if months else None,
        until=_expiry("until", until, today) if until else None,
        start=_day(fields, "start", today),
        signed_on=_day(fields, "signed", today),
        revision=read_revision(fields),
    )


def read_last_day(fields: Fields, today: date) -> date:
    """Read the form that ends a term. Raises WrongField."""
    day = _day(fields, "on", today)
    if day is None:
        raise WrongField("on", gettext("Give the last day on which it holds."))
    return day


def read_revision(fields: Fields) -> int:
    """Return the revision that was on the page; without one, none fits."""
    revision = _number(fields.get("revision", ""))
    return -1 if revision is None else revision


def read_note(fields: Fields, uid: str) -> StepNote:
    """Read what is noted of a step; a button says done or undo, or neither."""
    act = fields.get("act", "")
    return StepNote(
        item_uid=uid,
        step=fields.get("step", ""),
        done={"done": True, "undo": False}.get(act),
        person=fields.get("person"),
    )


def _statuses(said: str) -> frozenset[AgreementStatus]:
    if said in set(AgreementStatus):
        return frozenset({AgreementStatus(said)})
    return frozenset() if said == EVERY else CURRENT


def _said(fields: Fields, name: str) -> str:
    return fields.get(name, "").strip()


def _number(said: str) -> int | None:
    """Read a whole number of few digits, None for anything else."""
    return int(said) if NUMBER.fullmatch(said.strip()) else None


def _months(said: str) -> int:
    months = _number(said)
    if months is not None and 1 <= months <= MOST_MONTHS:
        return months
    message = gettext("Write a whole number of months, from 1 to %(most)s.")
    raise WrongField("months", message % {"most": MOST_MONTHS})


def _day(fields: Fields, name: str, today: date) -> date | None:
    said = _said(fields, name)[:MOST_LETTERS]
    if not said:
        return None
    try:
        return read_day(said, today)
    except NotUnderstood as why:
        raise _wrong(name, why) from None


def _expiry(name: str, said: str, today: date) -> DaySpan:
    try:
        return read_expiry(said[:MOST_LETTERS], today)
    except NotUnderstood as why:
        raise _wrong(name, why) from None


def _wrong(name: str, why: NotUnderstood) -> WrongField:
    examples = gettext("Write it like 31 October 2028.")
    return WrongField(name, f"{problem_said(Problem(name, why.said))} {examples}")
