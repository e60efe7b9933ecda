"""One mail of the time machine as plain values, whatever it is about."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from calendar_service.reminders.change_wording import change_subject, explain_change
from calendar_service.reminders.changing import DueChange
from calendar_service.reminders.facts import title_of
from calendar_service.reminders.forecast import MAILS, Forecast, Outcome
from calendar_service.reminders.ladders import DueReminder
from calendar_service.reminders.planning import LATE_AFTER
from calendar_service.reminders.wording import explain, subject_of
from calendar_service.services.digest_foretelling import ComingDigest
from calendar_service.services.digest_making import WHY

DIGEST = "digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """One mail, or one step that will be none; instants are UTC.

    `outcome` is mailed, asked_again, superseded or skipped. `late` is for what
    goes out later than planned. `moved_from` is the day off for which it goes
    out on another day. What tells of a changed date has no rule, and a digest,
    whose kind is "digest", no item either.
    """

    sent_at: datetime
    planned_at: datetime
    to: str
    language: str
    subject: str
    why: str
    kind: str
    item: str = ""
    slug: str = ""
    title: str = ""
    rule: str = ""
    anchor: str = ""
    days: int = 0
    hours: int = 0
    moved_from: date | None = None
    late: bool = False
    outcome: str = Outcome.MAILED.value

    @property
    def is_mail(self) -> bool:
        return self.outcome in MAILS


def of_step(step: Forecast, language: str) -> Foretold:
    """Say a step of a ladder, and why it is mailed in a language."""
    due = step.due
    return replace(
        _about(due, step.at, subject_of(due), explain(due, language)),
        rule=due.rule.id,
        anchor=due.step.anchor.value,
        days=due.step.days,
        hours=due.step.hours,
        moved_from=due.move.day if due.move else None,
        late=due.late,
        outcome=step.outcome.value,
    )


def of_change(change: DueChange, at: datetime, language: str) -> Foretold:
    """Say a mail about a date that is another one now, or off."""
    why = explain_change(change, language)
    return _about(change.due, at, change_subject(change), why)


def of_digest(digest: ComingDigest) -> Foretold:
    """Say a digest."""
    message = digest.message
    return Foretold(
        sent_at=digest.at,
        planned_at=digest.due_at,
        to=message.to,
        language=message.language,
        subject=message.subject,
        why=WHY,
        kind=DIGEST,
        late=digest.at - digest.due_at > LATE_AFTER,
    )


def _about(due: DueReminder, at: datetime, subject: str, why: str) -> Foretold:
    """Say what holds for all mails about an item to a person."""
    return Foretold(
        sent_at=at,
        planned_at=due.planned_at,
        to=due.recipient.person.email,
        language=due.recipient.language,
        subject=subject,
        why=why,
        kind=due.item.kind.value,
        item=due.item.uid,
        slug=due.item.slug,
        title=title_of(due).text,
    )
