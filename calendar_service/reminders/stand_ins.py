"""Who gets a mail in place of somebody who is away."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from calendar_service.domain.absence import is_away
from calendar_service.domain.item import Item, Person
from calendar_service.reminders.rules import (
    Office,
    Reason,
    Recipient,
    has_stopped,
    recipient_for,
)


def with_stand_ins(
    recipients: Sequence[Recipient], item: Item, office: Office, day: date
) -> list[Recipient]:
    """Return whom to write to on a day: for a focal point who is away, the deputy.

    Where there is no deputy, or that one is away too, it goes to the focal
    point all the same: nobody is left without a mail. Lists are not touched.
    """
    if not office.absences or item.focal_point is None:
        return list(recipients)
    away = item.focal_point.email.strip().lower()
    deputy = _deputy(item, office, day)
    if deputy is None or not is_away(away, day, office.absences):
        return list(recipients)
    kept = [each for each in recipients if each.address not in {away, deputy.address}]
    known = [each for each in recipients if each.address == deputy.address]
    if not any(each.address == away for each in recipients):
        return list(recipients)
    reasons = [reason for each in known for reason in each.reasons]
    kept.append(replace(deputy, reasons=(Reason.STAND_IN, *reasons)))
    return kept


def _deputy(item: Item, office: Office, day: date) -> Recipient | None:
    person = item.deputy
    address = person.email.strip() if person else ""
    if person is None or not address or is_away(address, day, office.absences):
        return None
    if has_stopped(address, item, office):
        return None
    return recipient_for(Person(person.name, address), office, Reason.STAND_IN)
