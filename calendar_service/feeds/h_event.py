"""An item as HTML that people and machines read: an h-event (microformats.org)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
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
from calendar_service.feeds.wording import (
    hashtags_said,
    image_url,
    place_of,
    seats_said,
    summary_of,
    title_of,
)

DAY_FORMS = {Precision.DAY: "%Y-%m-%d", Precision.MONTH: "%Y-%m", Precision.YEAR: "%Y"}


def body_of(item: Item, title: Words, languages: Sequence[str]) -> str:
    """Return a safe fragment: all there is to say, then what other languages add."""
    first, *others = languages
    blocks = [*_event(item, title, first)]
    for other in others:
        blocks += _in_other_words(item, other)
    return "\n".join(filter(None, blocks))


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


def _event(item: Item, title: Words, language: str) -> Iterator[str]:
    """Yield when and where, words, facts."""
    yield f'<div class="h-event" lang="{escape(language)}">'
    yield f"<p>{_when_and_where(item, language)}</p>"
    yield f'<data class="p-name" value="{escape(title.text)}"></data>'
    if item.image and image_url(item):
        src, alt = escape(image_url(item)), escape(tidy_line(item.image.alt))
        yield f'<p><img class="u-photo" src="{src}" alt="{alt}"></p>'
    yield _summary(summary_of(item.texts, language), language)
    yield _description(words(item.texts, "description", language), language)
    yield from _facts(item, language)
    yield "</div>"


def _in_other_words(item: Item, language: str) -> Iterator[str]:
    """Yield what is written in one more language; nothing where nothing is."""
    title = title_of(item.kind, item.texts, language)
    summary = summary_of(item.texts, language)
    description = words(item.texts, "description", language)
    own = [
        said.text if said.language == language else ""
        for said in (title, summary, description)
    ]
    if language not in item.texts or not any(own):
        return
    yield f'<div lang="{escape(language)}">'
    yield f"<p><b>{escape(own[0])}</b></p>" if own[0] else ""
    yield f"<p>{escape(_when_and_where_said(item, language))}</p>"
    yield _summary(Words(own[1], language), language)
    yield _description(Words(own[2], language), language)
    yield "</div>"


def _summary(said: Words, language: str) -> str:
    if not said.text:
        return ""
    text = escape(said.text).replace("\n", "<br>\n")
    return f'<p class="p-summary"{_lang(said, language)}>{text}</p>'


def _description(said: Words, language: str) -> str:
    html = html_of(said.text)
    if not html:
        return ""
    lang = _lang(said, language)
    return f'<div class="p-description"{lang}>\n{html}\n</div>'


def _when_and_where_said(item: Item, language: str) -> str:
    when = describe_when(item.span, item.recurrence, language)
    place = place_of(item, item.texts, language).text
    return " · ".join(filter(None, (when, place)))


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
