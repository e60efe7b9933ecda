"""Items as the entries of reader feeds: what Atom, RSS and JSON Feed all say."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import escape
from zoneinfo import ZoneInfo

from calendar_service.domain.item import Item, Party
from calendar_service.domain.span import (
    DaySpan,
    Precision,
    TimedSpan,
    first_day,
    last_day,
)
from calendar_service.domain.texts import Words, words
from calendar_service.domain.when import describe_when
from calendar_service.feeds.content import SCHEMES, html_of, tidy_line
from calendar_service.feeds.document import FeedInfo, LinkTo, item_tag
from calendar_service.feeds.series import is_withdrawn
from calendar_service.feeds.wording import (
    categories_of,
    hashtags_said,
    image_url,
    place_of,
    seats_said,
    summary_of,
    title_of,
)

# A feed without entries has a date too: one that stays, whenever it is asked.
NOTHING_YET = datetime(2026, 1, 1, tzinfo=UTC)
DAY_FORMS = {Precision.DAY: "%Y-%m-%d", Precision.MONTH: "%Y-%m", Precision.YEAR: "%Y"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item for readers.

    `starts` and `ends` are ISO 8601 in the precision known, the end inclusive
    for whole days and empty where unknown. `html` is a safe fragment.
    """

    id: str
    url: str
    title: Words
    when: str
    summary: str
    html: str
    categories: tuple[str, ...]
    published: datetime
    updated: datetime
    starts: str
    ends: str
    place: str
    image: str


def entries_of(items: Iterable[Item], info: FeedInfo, link: LinkTo) -> list[Entry]:
    """Return entries in news order: the newest first publication comes first."""
    newest = sorted(items, key=lambda item: item.uid)
    newest.sort(key=_published, reverse=True)
    return [_entry(item, info, tidy_line(link(item))) for item in newest]


def feed_updated(entries: Sequence[Entry]) -> datetime:
    """Return the last change of all entries."""
    return max((entry.updated for entry in entries), default=NOTHING_YET)


def _published(item: Item) -> datetime:
    return item.published_at or item.created_at


def _entry(item: Item, info: FeedInfo, url: str) -> Entry:
    language = info.language
    cancelled = is_withdrawn(item)
    title = title_of(item.kind, item.texts, language, cancelled=cancelled)
    starts, ends = iso_bounds(item)
    return Entry(
        id=item_tag(info.domain, item.uid),
        url=url,
        title=title,
        when=describe_when(item.span, item.recurrence, language),
        summary=summary_of(item.texts, language).text,
        html="\n".join(filter(None, _body(item, title, language))),
        categories=tuple(categories_of(item, language)),
        published=_whole_second(_published(item)),
        # Atom 4.1.1: never before its publication, whatever clocks did.
        updated=_whole_second(max(item.updated_at, _published(item))),
        starts=starts,
        ends=ends,
        place=place_of(item, item.texts, language).text,
        image=image_url(item),
    )


def iso_bounds(item: Item) -> tuple[str, str]:
    """Return start and end for machines, as exactly as they are known."""
    days = item.recurrence.dates
    if days:
        return days[0].isoformat(), days[-1].isoformat()
    span = item.span
    if isinstance(span, TimedSpan) and not span.dates_only:
        end = "" if span.end is None else _iso_instant(span.end, span.zone)
        return _iso_instant(span.start, span.zone), end
    form = DAY_FORMS[span.precision] if isinstance(span, DaySpan) else "%Y-%m-%d"
    first, last = first_day(span), last_day(span)
    return _iso_day(first, form), _iso_day(last, form)


def _iso_instant(wall: datetime, zone: str) -> str:
    return wall.replace(tzinfo=ZoneInfo(zone)).isoformat(timespec="seconds")


def _iso_day(day: date, form: str) -> str:
    return day.strftime(form)


def _whole_second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _body(item: Item, title: Words, language: str) -> Iterator[str]:
    """Yield an h-event (microformats.org): when and where, words, facts."""
    yield f'<div class="h-event" lang="{escape(language)}">'
    yield f"<p>{_when_and_where(item, language)}</p>"
    yield f'<data class="p-name" value="{escape(title.text)}"></data>'
    if item.image and image_url(item):
        src, alt = escape(image_url(item)), escape(tidy_line(item.image.alt))
        yield f'<p><img class="u-photo" src="{src}" alt="{alt}"></p>'
    summary = summary_of(item.texts, language)
    if summary.text:
        text = escape(summary.text).replace("\n", "<br>\n")
        yield f'<p class="p-summary"{_lang(summary, language)}>{text}</p>'
    description = words(item.texts, "description", language)
    html = html_of(description.text)
    if html:
        lang = _lang(description, language)
        yield f'<div class="p-description"{lang}>\n{html}\n</div>'
    yield from _facts(item, language)
    yield "</div>"


def _when_and_where(item: Item, language: str) -> str:
    starts, ends = iso_bounds(item)
    said = escape(describe_when(item.span, item.recurrence, language))
    line = f'<time class="dt-start" datetime="{starts}">{said}</time>'
    if ends:
        line += f'<data class="dt-end" value="{ends}"></data>'
    place = place_of(item, item.texts, language)
    if place.text:
        said = escape(place.text)
        line += f' · <span class="p-location"{_lang(place, language)}>{said}</span>'
    return line


def _facts(item: Item, language: str) -> Iterator[str]:
    if item.seats is not None:
        yield f"<p>{escape(seats_said(item, language))}</p>"
    parties = (*item.organisers, *item.partners)
    if parties:
        yield f"<ul>{''.join(map(_party, parties))}</ul>"
    links = [_link(link.url, link.title) for link in item.links]
    if item.place.online:
        links.append(_link(item.place.online, ""))
    if links:
        yield f"<ul>{''.join(f'<li>{link}</li>' for link in links)}</ul>"
    if item.hashtags:
        yield f"<p>{escape(hashtags_said(item.hashtags))}</p>"


def _party(party: Party) -> str:
    name = _link(party.url, party.name) if party.url else escape(tidy_line(party.name))
    role = f" ({escape(tidy_line(party.role))})" if party.role else ""
    return f"<li>{name}{role}</li>"


def _link(url: str, title: str) -> str:
    said = escape(tidy_line(title) or tidy_line(url))
    if url.partition(":")[0].lower() not in SCHEMES:
        return said
    return f'<a href="{escape(tidy_line(url))}">{said}</a>'


def _lang(said: Words, language: str) -> str:
    if said.language in ("", language):
        return ""
    return f' lang="{escape(said.language)}"'
