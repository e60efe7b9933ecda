"""`items`: list, show, add and cancel."""

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from time import monotonic
from typing import BinaryIO
from zoneinfo import ZoneInfo

import click

from calendar_service.cli.opening import opened
from calendar_service.cli.printing import as_json, print_json, print_table
from calendar_service.clock import utc_now
from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR
from calendar_service.domain.draft import Draft, InvalidDraft, Problem
from calendar_service.domain.item import Item, ItemKind
from calendar_service.domain.recurrence import expand
from calendar_service.domain.selection import Audience, Selection
from calendar_service.domain.texts import words
from calendar_service.domain.when import describe_when
from calendar_service.importers.item_as_json import json_from_item
from calendar_service.importers.item_json import Defaults, draft_from_json
from calendar_service.importers.plain_values import read_day
from calendar_service.services.editing import (
    UnknownItem,
    add_items,
    cancel_item,
    numbered,
)
from calendar_service.services.feed_files import list_cold
from calendar_service.services.publishing import make_publisher
from calendar_service.storage.database import Database, Session
from calendar_service.storage.items import find_by_slug, find_item, list_items

MOST_BYTES = 10 * 1024 * 1024
MANY = 100
"""Items added at once whose feeds are made ready at once."""


class DayType(click.ParamType[date]):
    """A day such as 2027-03-01."""

    name = "day"

    def convert(
        self,
        value: object,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> date:
        try:
            return read_day(value)
        except ValueError as wrong:
            self.fail(str(wrong), param, ctx)


@click.group()
def items() -> None:
    """Look at items and change them."""


@items.command("list")
@click.option("--from", "first", type=DayType(), help="Only what runs on or after.")
@click.option("--until", "last", type=DayType(), help="Only what begins by this day.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in ItemKind]),
    help="Only this kind; may be given again.",
)
@as_json
def list_command(
    first: date | None, last: date | None, kinds: tuple[str, ...], *, json_wanted: bool
) -> None:
    """List items by date, drafts and staff items too."""
    if first and last and last < first:
        raise click.BadParameter("lies before --from", param_hint="--until")
    selection = Selection(
        audience=Audience.EDITORS,
        kinds=frozenset(map(ItemKind, kinds)),
        first=first,
        last=last,
    )
    with opened() as (settings, database), database.reading() as session:
        found = [
            item for item in list_items(session, selection) if _lies(item, first, last)
        ]
    if json_wanted:
        print_json([json_from_item(item) for item in found])
    elif found:
        rows = [_row(item, settings.language) for item in found]
        print_table(rows, ("KIND", "STATUS", "SLUG", "WHEN", "TITLE"))
    elif first or last or kinds:
        click.echo("No item matches; without options the list shows all.")
    else:
        click.echo("There are no items yet. Add one with: calendar-service items add")


@items.command()
@click.argument("name")
@as_json
def show(name: str, *, json_wanted: bool) -> None:
    """Show one item. NAME is its uid or slug."""
    with opened() as (settings, database), database.reading() as session:
        item = _named(session, name)
    if json_wanted:
        print_json(json_from_item(item))
        return
    for label, value in _facts(item, settings.languages):
        click.echo(f"{label:<12}{value}")


@items.command()
@click.option(
    "--json",
    "source",
    type=click.File("rb"),
    required=True,
    help="A file with one item or a list of them; - reads standard input.",
)
def add(source: BinaryIO) -> None:
    r"""Add items from JSON, all or none.

    The form is the one that `items show --json` prints; what is left out gets
    what a person would expect. For example:

    \b
      {"kind": "meeting",
       "starts_at": "2027-03-01T10:00", "ends_at": "2027-03-01T11:30",
       "texts": {"en": {"title": "Coordination meeting"}}}
    """
    values = _read_values(source)
    now = utc_now()
    with opened() as (settings, database), database.transaction() as session:
        today = now.astimezone(ZoneInfo(settings.timezone)).date()
        drafts = _drafts(values, Defaults(settings.timezone, today))
        added = add_items(session, OPERATOR, drafts, now, settings.uid_domain)
    for item in added:
        click.echo(f"Added {item.slug} ({item.uid})")
    if not added:
        click.echo("The list is empty; nothing was added.")
    if len(added) > MANY:
        with opened(settings) as (_, database):
            _prepare_feeds(settings, database, now)


@items.command()
@click.argument("name")
def cancel(name: str) -> None:
    """Cancel an item, so that feeds and pages show it.

    NAME is its uid or slug.
    """
    with opened() as (_, database), database.transaction() as session:
        before = _named(session, name)
        item = cancel_item(session, OPERATOR, before.uid, utc_now())
    if item == before:
        click.echo(f"{item.slug} was cancelled already (revision {item.revision})")
    else:
        click.echo(f"Cancelled {item.slug} (revision {item.revision})")


def _prepare_feeds(settings: Settings, database: Database, now: datetime) -> None:
    """Render what was added, or whoever asks for a feed next would have to wait."""
    publisher = make_publisher(settings, database, utc_now, monotonic)
    batches = list_cold(publisher, now)
    with click.progressbar(batches, label="Preparing feeds", file=sys.stderr) as bar:
        for batch in bar:
            publisher.maker.fragments.render(batch)


def _lies(item: Item, first: date | None, last: date | None) -> bool:
    """Tell whether an occurrence lies in the window, as storage cannot."""
    if item.recurrence.is_single() or (first is None and last is None):
        return True
    low, high = first or date(1900, 1, 1), last or date(2200, 12, 31)
    return bool(expand(item.span, item.recurrence, low, high))


def _named(session: Session, name: str) -> Item:
    item = find_item(session, name) or find_by_slug(session, name)
    if item is None:
        raise UnknownItem(
            f"there is no item {name!r}; calendar-service items list shows all"
        )
    return item


def _read_values(source: BinaryIO) -> list[object]:
    body = source.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise click.ClickException("the JSON is larger than 10 MB; split it")
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as wrong:
        raise click.ClickException(f"this is not JSON: {wrong}") from None
    return value if isinstance(value, list) else [value]


def _drafts(values: list[object], defaults: Defaults) -> list[Draft]:
    """Read all, and name the problems of all before giving up."""
    problems: list[Problem] = []
    drafts: list[Draft] = []
    for number, value in enumerate(values, 1):
        try:
            drafts.append(draft_from_json(value, defaults))
        except InvalidDraft as wrong:
            problems += numbered(wrong.problems, number, len(values))
    if problems:
        raise InvalidDraft(problems)
    return drafts


def _row(item: Item, language: str) -> tuple[str, ...]:
    return (
        item.kind,
        item.status if item.visibility == "public" else f"{item.status}, staff",
        item.slug,
        describe_when(item.span, item.recurrence, language),
        words(item.texts, "title", language).text,
    )


def _facts(item: Item, languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for code in languages:
        yield f"title {code}", words(item.texts, "title", code).text
    place = (item.place.venue, item.place.city, item.place.country)
    yield "uid", item.uid
    yield "slug", item.slug
    yield "kind", item.kind
    yield "status", f"{item.status}, {item.visibility}"
    yield "when", describe_when(item.span, item.recurrence, languages[0])
    yield "place", ", ".join(filter(None, place)) or "-"
    yield "tags", ", ".join(item.tags) or "-"
    yield "revision", str(item.revision)
    yield "created", f"{item.created_at:%Y-%m-%d %H:%M} UTC"
    if item.published_at:
        yield "published", f"{item.published_at:%Y-%m-%d %H:%M} UTC"
    yield "changed", f"{item.updated_at:%Y-%m-%d %H:%M} UTC"
