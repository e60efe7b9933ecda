"""Changes as entries of their own: moved, cancelled, in another place, new."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape

from calendar_service.domain.announcement import Announcement
from calendar_service.domain.item import Item
from calendar_service.domain.recurrence import strangers
from calendar_service.domain.span import Moment, moved_to
from calendar_service.domain.texts import Words
from calendar_service.domain.when import describe_span, describe_when
from calendar_service.feeds.bilingual import places_of, titles_of
from calendar_service.feeds.content import tidy_line
from calendar_service.feeds.document import FeedInfo, LinkTo, change_tag
from calendar_service.feeds.entries import Entry, lead_of, when_said, whole_second
from calendar_service.feeds.h_event import iso_bounds
from calendar_service.feeds.wording import categories_of, place_of, summary_of

MOST_DIFFERENCES = 8
ARROW = " → "
WORDS = {
    "en": {
        Announcement.NEW: "New",
        Announcement.MOVED: "Moved",
        Announcement.REPLACED: "Other place",
        Announcement.CANCELLED: "Cancelled",
        Announcement.RESTORED: "Takes place after all",
        "when": "When",
        "where": "Where",
        "off": "cancelled",
    },
    "ka": {
        Announcement.NEW: "ახალი",
        Announcement.MOVED: "შეიცვალა დრო",
        Announcement.REPLACED: "შეიცვალა ადგილი",
        Announcement.CANCELLED: "გაუქმდა",
        Announcement.RESTORED: "მაინც გაიმართება",
        "when": "დრო",
        "where": "ადგილი",
        "off": "გაუქმდა",
    },
}


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What one revision told readers.

    `new` is the item as of that revision, `old` as of the one before;
    `current` is the item of today, which has the address.
    """

    old: Item | None
    new: Item
    current: Item
    announcements: tuple[Announcement, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing before and after, in words; nothing before where it is not known."""

    label: str
    before: str
    after: str


def change_entries(
    changes: Iterable[ItemChange], info: FeedInfo, link: LinkTo
) -> list[Entry]:
    """Return an entry for each change that told something, the newest first.

    An entry never changes: it is made of the two revisions alone.
    """
    told = [change for change in changes if change.announcements]
    told.sort(key=lambda change: (change.new.uid, change.new.revision), reverse=True)
    told.sort(key=lambda change: change.at, reverse=True)
    return [_entry(change, info, tidy_line(link(change.current))) for change in told]


def _entry(change: ItemChange, info: FeedInfo, url: str) -> Entry:
    item, language = change.new, info.language
    names = [change_word(each, language) for each in change.announcements]
    starts, ends = iso_bounds(item)
    at = whole_second(change.at)
    when = when_said(item, info.spoken)
    place = places_of(item, item.texts, info.spoken).text
    summary = _summary(change, language)
    return Entry(
        id=change_tag(info.domain, item.uid, item.revision),
        url=url,
        title=_title(item, names, info.spoken),
        when=when,
        summary=summary,
        lead=lead_of(*summary.split("\n")) if summary else lead_of(when, place),
        html="\n".join(each for lang in info.spoken for each in _body(change, lang)),
        categories=tuple(dict.fromkeys((*categories_of(item, language), *names))),
        published=at,
        updated=at,
        starts=starts,
        ends=ends,
        place=place,
        image="",
    )


def _title(item: Item, names: Sequence[str], languages: Sequence[str]) -> Words:
    said = titles_of(item.kind, item.texts, languages)
    return replace(said, text=f"{' · '.join(names)}: {said.text}")


def change_word(name: str, language: str) -> str:
    """Return what an announcement is called."""
    return WORDS.get(language, WORDS["en"])[name]


def _summary(change: ItemChange, language: str) -> str:
    """Return before and after on a line each; nothing where only one is known."""
    return "\n".join(
        f"{each.label}: {each.before}{ARROW}{each.after}"
        for each in differences(change, language)
        if each.before
    )


def _body(change: ItemChange, language: str) -> Iterator[str]:
    yield f'<div lang="{escape(language)}">'
    for each in differences(change, language):
        before = f"<del>{escape(each.before)}</del>{ARROW}" if each.before else ""
        after = f"<ins>{escape(each.after)}</ins>" if before else escape(each.after)
        yield f"<p>{escape(each.label)}: {before}{after}</p>"
    summary = summary_of(change.new.texts, language)
    if summary.text and Announcement.NEW in change.announcements:
        text = escape(summary.text).replace("\n", "<br>\n")
        yield f'<p lang="{escape(summary.language)}">{text}</p>'
    yield "</div>"


def differences(change: ItemChange, language: str) -> list[Difference]:
    """Return what is other than before in words, and when and where it is now."""
    found = [*_times(change, language), *_places(change, language)]
    return found[:MOST_DIFFERENCES]


def _times(change: ItemChange, language: str) -> Iterator[Difference]:
    label, old, new = change_word("when", language), change.old, change.new
    after = describe_when(new.span, new.recurrence, language)
    if old is None or Announcement.MOVED not in change.announcements:
        yield Difference(label, "", after)
        return
    before = describe_when(old.span, old.recurrence, language)
    if before != after:
        yield Difference(label, before, after)
        return
    yield Difference(label, "", after)
    for moment in _named(old, new):
        was, is_now = (_occurrence_said(it, moment, language) for it in (old, new))
        if was != is_now:
            yield Difference(label, was, is_now or change_word("off", language))


def _places(change: ItemChange, language: str) -> Iterator[Difference]:
    label, old, new = change_word("where", language), change.old, change.new
    after = place_of(new, new.texts, language).text
    before = place_of(old, old.texts, language).text if old else ""
    if Announcement.REPLACED in change.announcements and before != after:
        yield Difference(label, before or "–", after or "–")
    elif after:
        yield Difference(label, "", after)


def _named(old: Item, new: Item) -> list[Moment]:
    """Return the occurrences of which either revision says something of its own."""
    moments = {
        moment
        for recurrence in (old.recurrence, new.recurrence)
        for moment in (
            *recurrence.rdates,
            *recurrence.exdates,
            *(override.original for override in recurrence.overrides),
        )
    }
    return sorted(moments, key=str)


def _occurrence_said(item: Item, moment: Moment, language: str) -> str:
    """Say when an occurrence is, by its original start; nothing if it is not."""
    if strangers(item.span, item.recurrence, [moment]):
        return ""
    overrides = {each.original: each for each in item.recurrence.overrides}
    override = overrides.get(moment)
    if override is not None and override.cancelled:
        return ""
    span = override.span if override is not None else None
    return describe_span(span or moved_to(item.span, moment), language)
