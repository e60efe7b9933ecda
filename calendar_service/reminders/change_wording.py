"""What has become of a date, in words: subject, text and page, per language."""

from collections.abc import Callable
from dataclasses import replace

from calendar_service.domain.item import Item
from calendar_service.domain.mail import MailMessage
from calendar_service.domain.rule import Anchor
from calendar_service.domain.when import describe_span
from calendar_service.reminders.changing import Change, DueChange
from calendar_service.reminders.facts import Row, date_said, one_line, rows_of, title_of
from calendar_service.reminders.offers import NO_WAYS, Ways
from calendar_service.reminders.rules import Office
from calendar_service.reminders.templates import say
from calendar_service.reminders.wording import (
    in_our_language,
    message_of,
    reasons_said,
)

SENTENCES = {
    "en": {
        "moved": "Moved",
        "postponed": "Postponed",
        "cancelled": "Cancelled",
        "restored": "On again",
        "notice_moved": "The notice deadline has moved",
        "expiry_moved": "The expiry has moved",
        "task_moved": "The date is another one now: tell those whom you have told.",
        "task_cancelled": "This date is off: tell those whom you have told.",
        "task_restored": "It takes place after all, on the date that you know.",
        "was": "Was",
        "next": "Next date",
        "told": "You had been reminded of {day}.",
    },
    "ka": {
        "moved": "თარიღი შეიცვალა",
        "postponed": "გადაიდო",
        "cancelled": "გაუქმდა",
        "restored": "მაინც ჩატარდება",
        "notice_moved": "შეტყობინების ბოლო დღე შეიცვალა",
        "expiry_moved": "ვადის ამოწურვის თარიღი შეიცვალა",
        "task_moved": "თარიღი შეიცვალა: აცნობეთ მათ, ვინც თქვენგან იცის.",
        "task_cancelled": "ეს თარიღი გაუქმდა: აცნობეთ მათ, ვინც თქვენგან იცის.",
        "task_restored": "ღონისძიება მაინც ჩატარდება თქვენთვის ცნობილ დღეს.",
        "was": "იყო",
        "next": "შემდეგი თარიღი",
        "told": "შეხსენება გამოგეგზავნათ ამ თარიღზე: {day}.",
    },
}
ARROW = " → "


def word_change(
    change: DueChange,
    office: Office,
    link: Callable[[Item], str],
    ics: bytes | None = None,
    ways: Ways = NO_WAYS,
) -> MailMessage:
    """Write the mail in the reader's language, as wording.word_reminder does."""
    change = _in_our_language(change)
    due = change.due
    language = due.recipient.language
    own = {
        "subject": change_subject(change),
        "task": _said(f"task_{_name(change)}", language),
        "lead": _lead(change),
        "rows": _rows(change),
        "ask": "",
        "choices": [],
        "answer": "",
        "why": _why(change, office),
    }
    return message_of(due, own, link(due.item), ics, ways)


def change_subject(change: DueChange) -> str:
    """Say what has become of it, its title, and the date: before and after."""
    change = _in_our_language(change)
    dates = [date_said(change.was)]
    if change.change in {Change.MOVED, Change.POSTPONED}:
        dates = _both_dates(change)
    return f"{_lead(change)}: {title_of(change.due).text} ({ARROW.join(dates)})"


def explain_change(change: DueChange, language: str) -> str:
    """Say in one line, without an address, why a mail is sent."""
    because = say("because", language).format(
        reasons=reasons_said(change.due, language, "as_")
    )
    return f"{_said(change.change, language)}; {because}"


def _lead(change: DueChange) -> str:
    language, anchor = change.due.recipient.language, change.due.step.anchor
    if anchor in {Anchor.NOTICE, Anchor.EXPIRY}:
        return _said(f"{anchor}_moved", language)
    return _said(change.change, language)


def _name(change: DueChange) -> str:
    return Change.MOVED if change.change is Change.POSTPONED else change.change


def _rows(change: DueChange) -> list[Row]:
    language = change.due.recipient.language
    rows = list(rows_of(change.due))
    if change.change in {Change.MOVED, Change.POSTPONED}:
        rows.insert(0, Row(_said("was", language), _when(change)))
    if change.then is not None:
        said = describe_span(change.then.occurrence.span, language)
        rows.insert(1, Row(_said("next", language), said))
    return rows


def _when(change: DueChange) -> str:
    """Say the former date whole, with its hour."""
    return describe_span(change.was.occurrence.span, change.was.recipient.language)


def _both_dates(change: DueChange) -> list[str]:
    """Return the date before and after; with the hours, where only these differ."""
    dates = [date_said(change.was), date_said(change.due)]
    if dates[0] != dates[1]:
        return dates
    language = change.due.recipient.language
    return [_when(change), describe_span(change.due.occurrence.span, language)]


def _why(change: DueChange, office: Office) -> list[str]:
    due = change.due
    language = due.recipient.language
    reasons = say("why", language).format(reasons=reasons_said(due, language))
    told = _said("told", language).format(day=date_said(change.was))
    sent_by = say("sent_by", language).format(office=one_line(office.name))
    return [f"{reasons}.", told, sent_by]


def _said(name: str, language: str) -> str:
    return SENTENCES.get(language, SENTENCES["en"])[name]


def _in_our_language(change: DueChange) -> DueChange:
    return replace(
        change, was=in_our_language(change.was), due=in_our_language(change.due)
    )
