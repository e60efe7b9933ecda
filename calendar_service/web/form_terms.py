"""The terms of an agreement in the item form: as typed, to JSON and back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from calendar_service.domain.agreement import Agreement
from calendar_service.domain.draft import Problem
from calendar_service.domain.item import Item
from calendar_service.domain.when import describe_span
from calendar_service.importers.item_as_json import json_from_item
from calendar_service.importers.plain_values import write_part_day
from calendar_service.importers.typed_dates.refusals import NotUnderstood
from calendar_service.importers.typed_dates.terms import read_expiry, read_length
from calendar_service.web.agreement_view import period_said
from calendar_service.web.form_dates import Values
from calendar_service.web.language import language

TERMS = (
    *("type", "reference", "signed_on", "effective_on", "expires_on"),
    *("notice_period", "notice_deadline_on", "renewal", "document"),
)
KEPT_TERMS = ("renews", "renewed_by", "ended_on")


def read_terms(
    values: Mapping[str, str], base: Item | None, today: date, wrong: list[Problem]
) -> dict[str, Any] | None:
    """Return the terms as JSON; what cannot be read is noted and left out."""
    filled = {
        values.get(f"agreement.{name}", "").strip() for name in (*TERMS, "parties")
    }
    if filled <= {"", "none"} and not (base and base.agreement):
        return None
    said: dict[str, Any] = {
        name: values.get(f"agreement.{name}", "").strip() or None for name in TERMS
    }
    for name in ("type", "reference", "document"):
        said[name] = said[name] or ""
    said["renewal"] = said["renewal"] or "none"
    lines = values.get("agreement.parties", "").splitlines()
    said["parties"] = [line.strip() for line in lines if line.strip()]
    said |= _typed(said, today, wrong)
    former = (json_from_item(base)["agreement"] if base else None) or {}
    return said | {name: former[name] for name in KEPT_TERMS if name in former}


def words_of_terms(agreement: Agreement | None) -> Values:
    """Return what is typed in words, as it stands in the form of an item."""
    if agreement is None:
        return {}
    expires, period = agreement.expires, agreement.notice_period
    return {
        "agreement.expires_on": describe_span(expires, language()) if expires else "",
        "agreement.notice_period": period_said(period) if period else "",
    }


def _typed(
    said: Mapping[str, Any], today: date, wrong: list[Problem]
) -> dict[str, str | None]:
    found: dict[str, str | None] = {"expires_on": None, "notice_period": None}
    is_unknown = False
    try:
        if said["expires_on"]:
            span = read_expiry(said["expires_on"], today)
            found["expires_on"] = write_part_day(span)
    except NotUnderstood as why:
        is_unknown = True
        wrong.append(Problem("agreement.expires_on", why.said))
    try:
        if said["notice_period"]:
            found["notice_period"] = read_length(said["notice_period"])
    except ValueError as why:
        wrong.append(Problem("agreement.notice_period", str(why)))
    # A period counts from the expiry: that there is none is told already.
    return found | {"notice_period": None} if is_unknown else found
