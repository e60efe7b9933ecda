"""The pages for everybody: month, agenda, item, subscribe."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from flask import Blueprint, Response, request
from flask_babel import gettext
from werkzeug.exceptions import Gone
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.domain.account import Action, may
from calendar_service.domain.announcement import Announcement
from calendar_service.domain.feed_choice import UnknownChoice
from calendar_service.domain.item import Item, ItemKind, ItemStatus, Visibility
from calendar_service.domain.selection import Audience, Selection, is_visible
from calendar_service.domain.span import EARLIEST_YEAR, LATEST_YEAR
from calendar_service.feeds.changes import ItemChange
from calendar_service.services.feed_naming import name_of
from calendar_service.storage.feeds import SavedFeed, list_saved_feeds
from calendar_service.storage.items import find_by_slug
from calendar_service.storage.names import list_tags, list_towns
from calendar_service.storage.news import list_told
from calendar_service.web import auth, http
from calendar_service.web.add_links import add_links
from calendar_service.web.addresses import ALL, CALENDARS, FEEDS
from calendar_service.web.asking import (
    SHOWN,
    asked_day,
    asked_month,
)
from calendar_service.web.choice_words import not_offered_said
from calendar_service.web.choosing import (
    ALARMS,
    LONGEST_FOR_GOOGLE,
    alarm_said,
    calendar_rows,
    next_entries,
    read_chosen,
)
from calendar_service.web.entries import cut_agenda, make_agenda
from calendar_service.web.errors import NotHere, OddQuery
from calendar_service.web.event_data import event_data
from calendar_service.web.fitting import fit_weeks, list_depth
from calendar_service.web.item_dates import list_dates
from calendar_service.web.item_view import make_view, map_url
from calendar_service.web.language import language, link, remember_language
from calendar_service.web.layout import page
from calendar_service.web.listing import asked_narrowing, entries_between

pages = Blueprint("pages", __name__)

AGENDA_DAYS = 56
MOVED = 301
CHOICES = ("kind", "tag", "place", "words", "alarm")
MOST_TOLD = 20
MOST_ENTRIES = 100


@pages.get("/")
def month() -> Response:
    """Show a month as a table, and as a list where the table is too wide."""
    shown, narrowing = asked_month(), asked_narrowing()
    entries = entries_between(shown.grid_first, shown.grid_last, narrowing)
    inside = [e for e in entries if e.last >= shown.first and e.first <= shown.last]
    listed = make_agenda(inside, shown.first)
    return page(
        "month.html",
        query={"month": str(shown), **narrowing.query()},
        month=shown,
        weeks=fit_weeks(shown, [e for e in entries if e.is_exact], http.today()),
        agenda=listed,
        depth=list_depth(listed),
        narrowing=narrowing,
        shown_kinds=SHOWN,
    )


@pages.get("/agenda")
def agenda() -> Response:
    """List eight weeks from a day on, less where they hold very much."""
    first = asked_day("from") or http.today()
    last = min(first + timedelta(days=AGENDA_DAYS - 1), date(LATEST_YEAR, 12, 31))
    earlier = first - timedelta(days=AGENDA_DAYS)
    narrowing = asked_narrowing()
    whole = make_agenda(entries_between(first, last, narrowing), first)
    shown, last = cut_agenda(whole, last, MOST_ENTRIES)
    return page(
        "agenda.html",
        query={"from": request.args.get("from"), **narrowing.query()},
        agenda=shown,
        first=first,
        last=last,
        earlier=earlier if earlier.year >= EARLIEST_YEAR else None,
        later=last + timedelta(days=1) if last < date(LATEST_YEAR, 12, 31) else None,
        narrowing=narrowing,
        shown_kinds=SHOWN,
    )


@pages.get("/items/<slug>")
def item(slug: str) -> AnyResponse:
    """Show one item; a former address leads to the present one."""
    found = _find(slug)
    if found.slug != slug:
        target = link("pages.item", slug=found.slug)
        return AnyResponse(status=MOVED, headers={"Location": target})
    view = make_view(
        found, language(), http.today(), http.settings().timezone, _told(found)
    )
    url, who = http.item_url(found), auth.account()
    return page(
        "item.html",
        private=found.status is ItemStatus.DRAFT,
        item=found,
        has_desk=who is not None and may(who, Action.SEE_STAFF_ITEMS),
        view=view,
        data=event_data(view, url),
        adding=add_links(view, http.item_url(found, language())),
        map_url=map_url(found, view.place.text),
    )


@pages.get("/items/<slug>/dates")
def item_dates(slug: str) -> AnyResponse:
    """List all dates of an item, some at a time."""
    found = _find(slug)
    if found.slug != slug:
        target = link("pages.item_dates", slug=found.slug)
        return AnyResponse(status=MOVED, headers={"Location": target})
    first = asked_day("from")
    dates = list_dates(
        found, first or http.today(), language(), http.settings().timezone
    )
    return page(
        "item_dates.html",
        query={"from": first.isoformat() if first else None},
        private=found.status is ItemStatus.DRAFT,
        item=found,
        dates=dates,
    )


@pages.get("/subscribe")
def subscribe() -> Response:
    """Say how to follow the calendar, and hand the addresses out."""
    feed = request.args.get("feed") or ALL
    if feed not in CALENDARS:
        raise NotHere(gettext("There is no feed of this name."))
    asked = {name: request.args.getlist(name) for name in CHOICES}
    try:
        chosen = read_chosen(asked, feed, language())
    except UnknownChoice as wrong:
        raise OddQuery(not_offered_said(wrong)) from None
    everything = Selection(without_kinds=frozenset({ItemKind.NEWS}))
    with http.reading() as session:
        tags, towns = list_tags(session, everything), list_towns(session, everything)
        coming = next_entries(session, chosen, http.today())
        saved = list_saved_feeds(session)
    return page(
        "subscribe.html",
        query={"feed": None if feed == ALL else feed, **asked},
        calendars=CALENDARS,
        feeds=FEEDS,
        chosen=chosen.feed,
        selected=chosen,
        rows=calendar_rows(chosen),
        strangers=sorted(chosen.choice.tags.difference(tags)),
        alarm=alarm_said(chosen.choice),
        alarms=ALARMS,
        most_letters=LONGEST_FOR_GOOGLE,
        embed_query=chosen.page_query(),
        mail_query=chosen.mail_query(),
        tags=tags,
        towns=towns,
        coming=coming,
        shown_kinds=[kind for kind in CALENDARS.values() if kind],
        saved=_titles(saved),
    )


@pages.get("/language/<code>")
def switch_language(code: str) -> AnyResponse:
    """Remember the language, and go back to where the switch was used."""
    if code not in http.settings().languages:
        raise NotHere(gettext("The calendar does not speak this language."))
    target = http.own_path(request.args.get("next", ""), "/")
    joint = "&" if "?" in target else "?"
    response = http.go_to(f"{target}{joint}lang={code}")
    remember_language(response, code)
    return response


@pages.get("/robots.txt")
def robots() -> Response:
    """Keep crawlers out of private corners only: some calendars obey this too."""
    lines = ("User-agent: *", "Disallow: /staff/", "Disallow: /login")
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _told(item: Item) -> list[ItemChange]:
    """Return what the public was told of an item, newest first."""
    if not is_visible(item, Audience.PUBLIC):
        return []
    with http.reading() as session:
        found = list_told(session, item, MOST_TOLD)
    return [
        ItemChange(
            each.before,
            each.after,
            each.current,
            tuple(map(Announcement, each.announces)),
            each.at,
        )
        for each in found
    ]


def _titles(found: Sequence[SavedFeed]) -> dict[str, str]:
    """Return the titles of the office's own selections that are for everybody."""
    return {
        feed.name: name_of(feed.name, feed, language())
        for feed in found
        if feed.visibility is Visibility.PUBLIC
    }


def _find(slug: str) -> Item:
    """Return what may be seen under the address; 410 for what the public once saw."""
    found = None
    if re.fullmatch(r"[a-z0-9-]{1,400}", slug):
        with http.reading() as session:
            found = find_by_slug(session, slug)
    if found is None:
        raise NotHere(
            gettext("There is no event at this address. It may have been mistyped.")
        )
    if is_visible(found, auth.audience()):
        return found
    if is_visible(found, auth.audience(), with_deleted=True):
        raise Gone
    raise NotHere(
        gettext("There is no event at this address. It may have been mistyped.")
    )
