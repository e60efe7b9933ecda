"""A due reminder in words: subject, text and page, per language."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from calendar_service.domain.item import Item
from calendar_service.domain.mail import Attachment, MailMessage
from calendar_service.domain.phrases import kind_name, phrase
from calendar_service.domain.rule import Anchor
from calendar_service.domain.when import describe_day
from calendar_service.reminders.facts import (
    date_said,
    one_line,
    planned_said,
    rows_of,
    title_of,
)
from calendar_service.reminders.ladders import DueReminder
from calendar_service.reminders.occasions import TERM_ANCHORS
from calendar_service.reminders.offers import (
    NO_WAYS,
    Ways,
    choices_of,
    hand_over_said,
    may_stop,
    stop_of,
)
from calendar_service.reminders.offers import (
    SENTENCES as OFFERS,
)
from calendar_service.reminders.rendering import render_page, render_text
from calendar_service.reminders.rules import Office
from calendar_service.reminders.send_days import move_said
from calendar_service.reminders.sheet import COLOURS
from calendar_service.reminders.templates import SENTENCES, TASKS, say

CALENDAR_FILE = "text/calendar; method=PUBLISH"


def word_reminder(
    due: DueReminder,
    office: Office,
    link: Callable[[Item], str],
    ics: bytes | None = None,
    ways: Ways = NO_WAYS,
) -> MailMessage:
    """Write the mail in the reader's language; `ics` goes along where given.

    A mail is in one of our languages; another one asked for becomes English.
    `ways` are the addresses that act for its reader.
    """
    due = in_our_language(due)
    language = due.recipient.language
    own = {
        "subject": subject_of(due),
        "task": _task(due),
        "lead": _lead(due),
        "rows": list(rows_of(due)),
        "ask": OFFERS[language]["ask"],
        "choices": choices_of(due, ways),
        "answer": ways.answer,
        "why": _why(due, office),
    }
    return message_of(due, own, link(due.item), ics, ways)


def message_of(
    due: DueReminder,
    own: Mapping[str, object],
    url: str,
    ics: bytes | None,
    ways: Ways,
) -> MailMessage:
    """Put what a mail says of its `own` into the frame that all of them have."""
    language = due.recipient.language
    view = {
        "language": language,
        "colour": COLOURS[due.item.kind],
        "kind": kind_name(due.item.kind, language),
        "title": title_of(due).text,
        "title_language": title_of(due).language,
        "link": url,
        "open": say("open", language),
        "attached": say("attached", language) if ics is not None else "",
        "stop": stop_of(due, ways),
        **own,
    }
    return MailMessage(
        key=due.key,
        to=due.recipient.person.email,
        subject=str(own["subject"]),
        text=render_text(view),
        html=render_page(view),
        language=language,
        attachments=_attachments(due.item, ics),
        unsubscribe_url=ways.stop if may_stop(due) else "",
    )


def explain(due: DueReminder, language: str) -> str:
    """Say in one line, without an address, why a mail is sent and when."""
    said = [
        _day_said(due, language),
        say("rule", language).format(rule=due.rule.id),
        say("because", language).format(reasons=reasons_said(due, language, "as_")),
        say("planned", language).format(when=planned_said(due, language)),
    ]
    if due.late:
        said.append(_within(_late_said(due, language)))
    if due.asked_on:
        said.append(_within(_asked_said(due.asked_on, language)))
    return "; ".join(said)


def subject_of(due: DueReminder) -> str:
    """Days left, title, date; and what to do, where it is over."""
    subject = f"{_lead(due)}: {title_of(due).text} ({date_said(due)})"
    if due.step.anchor is Anchor.END and due.days_left < 0:
        return f"{subject}: {say('write_news', due.recipient.language)}"
    return subject


def _lead(due: DueReminder) -> str:
    language, left = due.recipient.language, due.days_left
    if due.step.hours and not due.late:
        number = "1" if due.step.lead == 1 else "n"
        return say(f"start_hours_{number}", language).format(n=due.step.lead)
    name: str = due.step.anchor
    if left < 0 and due.step.anchor in TERM_ANCHORS:
        name += "_past"
    elif left < 0:
        name += "_past_1" if left == -1 else "_past_n"
    else:
        name += f"_{left}" if left <= 1 else "_n"
    lead = say(name, language).format(n=abs(left))
    # Asked again says enough: that one is late is no fault of its reader.
    tone = "again" if due.asked_on else "late" if due.late else ""
    if tone:
        return say(tone, language).format(lead=lead[0].lower() + lead[1:])
    return lead


def _task(due: DueReminder) -> str:
    tasks = TASKS.get(due.recipient.language, TASKS["en"])
    anchor, left = due.step.anchor, due.days_left
    if anchor in TERM_ANCHORS:
        return tasks[anchor]
    if anchor is Anchor.END and left < 0:
        return tasks["after"]
    if left < 0:
        return tasks["running"]
    if left == 0 and anchor is Anchor.START:
        return tasks.get(f"{due.item.kind}_0", tasks[due.item.kind])
    return tasks[due.item.kind]


def _why(due: DueReminder, office: Office) -> list[str]:
    language = due.recipient.language
    reasons = say("why", language).format(reasons=reasons_said(due, language))
    rule = say("rule", language).format(rule=due.rule.id)
    planned = say("planned", language).format(when=planned_said(due, language))
    lines = [f"{reasons}.", f"{_day_said(due, language)}; {rule}; {planned}."]
    if due.late:
        lines.append(_late_said(due, language))
    if due.asked_on:
        lines.append(_asked_said(due.asked_on, language))
    lines += hand_over_said(due, office)
    return [*lines, say("sent_by", language).format(office=one_line(office.name))]


def reasons_said(due: DueReminder, language: str, form: str = "") -> str:
    """Say all reasons for writing to the recipient."""
    said = [say(form + reason, language) for reason in due.recipient.reasons]
    if len(said) == 1:
        return said[0]
    rest = ", ".join(said[:-1])
    return phrase("and", language).format(rest=rest, last=said[-1])


def _within(sentence: str) -> str:
    """Return a sentence as a part of another."""
    return sentence[0].lower() + sentence[1:].rstrip(".")


def _asked_said(day: date, language: str) -> str:
    return say("asked_on", language).format(day=describe_day(day, language))


def _late_said(due: DueReminder, language: str) -> str:
    published = due.item.published_at
    if published is not None and published > due.planned_at:
        return say("late_entered", language)
    return say("late_held_up", language)


def _day_said(due: DueReminder, language: str) -> str:
    """Say the step, and to which day it was moved for a day off."""
    step = _step_said(due, language)
    return f"{step}; {move_said(due.move, language)}" if due.move else step


def _step_said(due: DueReminder, language: str) -> str:
    """Say the step as it stands in the rule, however late the mail is."""
    days = due.step.days
    if due.step.hours:
        number = "hour" if due.step.lead == 1 else "hours"
        said = say(number, language).format(n=due.step.lead)
        return say("step_start", language).format(n=said)
    name = f"step_{due.step.anchor}"
    if days == 0:
        return say(f"{name}_0", language)
    past = "_past" if days < 0 else ""
    number = ("day" if abs(days) == 1 else "days") + past
    return say(name + past, language).format(
        n=say(number, language).format(n=abs(days))
    )


def in_our_language(due: DueReminder) -> DueReminder:
    """Return it for a reader of one of our languages, English where there is none."""
    if due.recipient.language in SENTENCES:
        return due
    return replace(due, recipient=replace(due.recipient, language="en"))


def _attachments(item: Item, ics: bytes | None) -> tuple[Attachment, ...]:
    if ics is None:
        return ()
    return (Attachment(f"{item.slug}.ics", CALENDAR_FILE, ics),)
