"""The frame around every page: its values, and how it is sent."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Flask, Response, make_response, render_template, request
from flask_babel import get_locale
from jinja2 import StrictUndefined

from calendar_service.domain.account import Account, in_order
from calendar_service.domain.feed_choice import as_value
from calendar_service.domain.item import Item
from calendar_service.domain.phrases import kind_name, kind_names
from calendar_service.domain.span import TimedSpan
from calendar_service.domain.texts import Words
from calendar_service.domain.when import (
    describe_day,
    describe_span,
    describe_when,
    is_timed,
)
from calendar_service.feeds.wording import title_of
from calendar_service.web import auth, http
from calendar_service.web.addresses import (
    ALL,
    FORMATS,
    NEWS,
    calendar_url,
    feed_url,
    webcal,
)
from calendar_service.web.fitting import bar_words, line_words, rest_words
from calendar_service.web.language import (
    asked_language,
    language,
    language_name,
    link,
)

STYLE = "calendar.css"
Query = Mapping[str, str | Sequence[str] | None]


def furnish(app: Flask) -> None:
    """Give templates what they speak with. A name that is missing is an error."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    folder = Path(app.static_folder or "")
    versions = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()[:12]
        for file in folder.iterdir()
        if file.suffix in {".css", ".js"}
    }
    app.jinja_env.globals.update(
        link=link,
        asked_language=asked_language,
        as_value=as_value,
        language=language,
        language_name=language_name,
        kind_name=kind_name,
        kind_names=kind_names,
        kinds_said=kinds_said,
        describe_day=describe_day,
        describe_span=describe_span,
        settings=http.settings,
        today=http.today,
        local_time=local_time,
        local_clock=local_clock,
        bar_words=bar_words,
        rest_words=rest_words,
        line_words=line_words,
        title=title,
        when=when,
        absolute=http.absolute,
        item_url=http.item_url,
        feed_url=feed_url,
        calendar_url=calendar_url,
        webcal=webcal,
        get_locale=get_locale,
        FORMATS=FORMATS,
        ALL=ALL,
        NEWS=NEWS,
        STYLE=STYLE,
        style_version=versions[STYLE],
        versions=versions,
    )


def page(
    template: str,
    *,
    query: Query | None = None,
    status: int = 200,
    private: bool = False,
    **values: object,
) -> Response:
    """Render a page.

    `query` is the part of the address that this page is about: canonical link
    and language switch keep it. A private page is never stored anywhere.
    """
    who = values.pop("who", None) if "who" in values else auth.account()
    # One link per language that names it, and what the switch goes back to.
    asked = {name: value for name, value in (query or {}).items() if value}
    here = request.path + (f"?{urlencode(asked, doseq=True)}" if asked else "")
    body = render_template(
        template,
        who=who,
        here=here,
        path=request.path,
        query=asked,
        is_private=private,
        **values,
    )
    response = make_response(body, status)
    if private or who is not None:
        response.headers["Cache-Control"] = "private, no-store"
        return response
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def local_time(instant: datetime) -> str:
    """Say an instant in the office's zone."""
    here = instant.astimezone(ZoneInfo(http.settings().timezone))
    return f"{describe_day(here, language())}, {here:%H:%M}"


def local_clock(instant: datetime) -> str:
    """Say the hour of an instant in the office's zone."""
    return f"{instant.astimezone(ZoneInfo(http.settings().timezone)):%H:%M}"


def title(item: Item) -> Words:
    return title_of(item.kind, item.texts, language())


def kinds_said(who: Account) -> str:
    """Name the kinds that a limited account may change."""
    return ", ".join(kind_name(kind, language()) for kind in in_order(who.kinds))


def when(item: Item) -> str:
    """Say when it is, naming a zone that is not the office's."""
    span, said = item.span, describe_when(item.span, item.recurrence, language())
    if isinstance(span, TimedSpan) and is_timed(span):
        office = http.settings().timezone
        return said if span.zone == office else f"{said} ({span.zone})"
    return said
