"""What a reader who follows by mail is told, in words: news, and the week."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from calendar_service.domain.announcement import Announcement
from calendar_service.domain.coming_up import Coming
from calendar_service.domain.item import Item, ItemStatus
from calendar_service.domain.mail import MailMessage
from calendar_service.domain.phrases import kind_name, phrase
from calendar_service.domain.texts import Words, overlaid, words
from calendar_service.domain.when import (
    describe_day,
    describe_days,
    describe_span,
    describe_when,
)
from calendar_service.reminders.digest import Line
from calendar_service.reminders.facts import one_line
from calendar_service.reminders.follow_asking import LIST, Sending
from calendar_service.reminders.follow_words import say
from calendar_service.reminders.following import Changed, Letter
from calendar_service.reminders.list_sheet import render_list

MOST_LINES = 40
MOST_SUMMARY = 160
DOT = " · "
Parts = list[tuple[str, Sequence[Line]]]


@dataclass(frozen=True, slots=True)
class Pages:
    """Where things stand in the calendar: an item, and the list of all."""

    item: Callable[[Item, str], str]
    agenda: str


def word_news(
    letter: Letter, sending: Sending, pages: Pages, version: int
) -> MailMessage:
    """Write what was published and changed up to a version of the calendar."""
    subject = _subject(letter, sending.language)
    return _message(letter, sending, pages, subject, f"{version}")


def word_week(
    letter: Letter, sending: Sending, pages: Pages, monday: date
) -> MailMessage:
    """Write the letter of the week that begins on a Monday."""
    day = describe_day(monday, sending.language)
    subject = say("week_of", sending.language).format(day=day)
    return _message(letter, sending, pages, subject, f"week/{monday}")


def _message(
    letter: Letter, sending: Sending, pages: Pages, subject: str, occasion: str
) -> MailMessage:
    language = sending.language
    parts = list(_parts(letter, pages, language))
    why = say("why", language).format(
        office=one_line(sending.office), wish=sending.wish
    )
    ways = [
        {"label": say("manage", language), "url": sending.manage},
        {"label": say("leave", language), "url": sending.leave},
    ]
    view = {
        "language": language,
        "subject": subject,
        "intro": (),
        "parts": parts,
        "button": None,
        "why": [why],
        "ways": ways,
    }
    below = [why, *(f"{way['label']}: {way['url']}" for way in ways), ""]
    return MailMessage(
        key=f"{LIST}/{sending.follower.name}/{occasion}",
        to=sending.follower.address,
        subject=subject,
        text="\n".join([*_text(parts), "-- ", *below]),
        html=render_list(view),
        language=language,
        unsubscribe_url=sending.leave,
        list_name=LIST,
    )


def _subject(letter: Letter, language: str) -> str:
    """Say what a single thing is, and how many several are."""
    new, changed = len(letter.new), len(letter.changed)
    if new + changed == 1:
        item = letter.new[0] if new else letter.changed[0].item
        what = Announcement.NEW if new else letter.changed[0].announcements[0]
        return say("about_one", language).format(
            what=say(what, language),
            title=_title(item, language).text,
            when=describe_when(item.span, item.recurrence, language),
        )
    said = [
        say(f"{name}_{'1' if number == 1 else 'n'}", language).format(n=number)
        for name, number in (("new", new), ("changed", changed))
        if number
    ]
    return ", ".join(said)


def _parts(
    letter: Letter, pages: Pages, language: str
) -> Iterator[tuple[str, Sequence[Line]]]:
    """Yield what has anything in it. What comes is named once, with its news."""
    named = {each.item.uid for each in letter.coming}
    new = [item for item in letter.new if item.uid not in named]
    changed = [each for each in letter.changed if each.item.uid not in named]
    notes = {
        item.uid: say(Announcement.NEW, language)
        for item in letter.new
        if item.uid in named
    }
    notes |= {
        each.item.uid: _changes(each, language)
        for each in letter.changed
        if each.item.uid in named
    }
    found = {
        "coming": [
            _coming(each, pages, language, notes) for each in letter.coming[:MOST_LINES]
        ],
        "new": [_new(item, pages, language) for item in new[:MOST_LINES]],
        "changed": [_changed(each, pages, language) for each in changed[:MOST_LINES]],
    }
    numbers = {"coming": len(letter.coming), "new": len(new), "changed": len(changed)}
    for name, lines in found.items():
        left = numbers[name] - len(lines)
        if left:
            # More would be a mail that nobody reads.
            more = say("more", language).format(n=left)
            lines.append(Line("", more, language, pages.agenda))
        if lines:
            yield say(f"part_{name}", language), lines


def _new(item: Item, pages: Pages, language: str) -> Line:
    found = words(item.texts, "summary", language)
    summary = one_line(found.text) if found.language == language else ""
    if len(summary) > MOST_SUMMARY:
        summary = summary[:MOST_SUMMARY].rpartition(" ")[0] + " …"
    return replace(_line(item, pages, language), note=summary)


def _changed(changed: Changed, pages: Pages, language: str) -> Line:
    line = _line(changed.item, pages, language)
    return replace(line, note=_changes(changed, language))


def _coming(coming: Coming, pages: Pages, language: str, notes: dict[str, str]) -> Line:
    item, occurrence = coming.item, coming.occurrence
    listed = item.recurrence.dates
    said = describe_days(listed, language) if listed else ""
    when = said or describe_span(occurrence.span, language)
    here = replace(item, texts=overlaid(item.texts, occurrence.texts))
    line = _line(here, pages, language, when)
    if coming.cancelled:
        line = replace(line, title=f"{phrase('cancelled', language)}: {line.title}")
    return replace(line, note=notes.get(item.uid, ""))


def _line(item: Item, pages: Pages, language: str, when: str = "") -> Line:
    title = _title(item, language)
    said = when or describe_when(item.span, item.recurrence, language)
    facts = [kind_name(item.kind, language), said, _place(item, language)]
    has_page = item.status is not ItemStatus.DELETED
    return Line(
        when=DOT.join(filter(None, facts)),
        title=title.text,
        language=title.language,
        url=pages.item(item, language) if has_page else "",
    )


def _changes(changed: Changed, language: str) -> str:
    """Say what has become of it, and how it was before."""
    item, was = changed.item, changed.was
    before = {}
    if was is not None:
        before = {
            Announcement.MOVED: describe_when(was.span, was.recurrence, language),
            Announcement.REPLACED: _place(was, language),
        }
    now = {
        Announcement.MOVED: describe_when(item.span, item.recurrence, language),
        Announcement.REPLACED: _place(item, language),
    }
    said = []
    for each in changed.announcements:
        what, former = say(each, language), before.get(each, "")
        is_told = former and former != now[each]
        both = say("was", language).format(what=what, before=former)
        said.append(both if is_told else what)
    return DOT.join(said)


def _title(item: Item, language: str) -> Words:
    found = words(item.texts, "title", language)
    return replace(found, text=one_line(found.text) or item.slug)


def _place(item: Item, language: str) -> str:
    place = item.place
    named = ", ".join(filter(None, (place.venue, place.city)))
    said = one_line(words(item.texts, "place", language).text or named)
    return said or (say("online", language) if place.online else "")


def _text(parts: Parts) -> Iterator[str]:
    for title, lines in parts:
        yield title
        yield ""
        for line in lines:
            yield from filter(None, (line.when, line.title, line.note, line.url))
            yield ""
