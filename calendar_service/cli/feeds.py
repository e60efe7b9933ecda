"""`feeds`: what they hold, whether they are sound, who has fetched them."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, quote

import click

from calendar_service.cli.opening import opened
from calendar_service.cli.printing import as_json, print_json, print_table
from calendar_service.clock import utc_now
from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR
from calendar_service.domain.item import Visibility
from calendar_service.services.feed_access import (
    COLOURS,
    NewSecret,
    end_token,
    forget_feed,
    give_token,
    renew_token,
    save_feed,
)
from calendar_service.services.feed_checking import (
    FeedState,
    Finding,
    check_feeds,
    describe_feeds,
)
from calendar_service.storage.feeds import SavedFeed, list_tokens

FORMATS = ("ics", "atom", "rss", "json")


@click.group()
def feeds() -> None:
    """Look at feeds, save selections, and give private addresses."""


@feeds.command("list")
@as_json
def list_command(*, json_wanted: bool) -> None:
    """List all feeds with their addresses and their use."""
    with opened() as (settings, database):
        states = describe_feeds(settings, database, utc_now())
    if json_wanted:
        print_json([_plain(state) for state in states])
        return
    rows = [
        (s.name, s.visibility, str(s.items), _use_said(s), s.address) for s in states
    ]
    print_table(rows, ("FEED", "FOR", "ITEMS", "USE", "ADDRESS"))


@feeds.command()
@click.argument("name")
@as_json
def show(name: str, *, json_wanted: bool) -> None:
    """Show one feed: what is in it, how large it is, and who has fetched it."""
    with opened() as (settings, database):
        states = describe_feeds(settings, database, utc_now(), name)
    if not states:
        raise click.ClickException(
            f"there is no feed {name!r}; calendar-service feeds list shows all"
        )
    (state,) = states
    if json_wanted:
        print_json(_plain(state))
        return
    for label, value in _facts(state):
        click.echo(f"{label:<10}{value}")


@feeds.command()
@as_json
def check(*, json_wanted: bool) -> None:
    """Make every feed in every language, read it back, and say what is wrong."""
    with opened() as (settings, database):
        found = check_feeds(settings, database, utc_now())
    if json_wanted:
        print_json([_finding(each) for each in found])
    else:
        for each in found:
            click.echo(f"{each.level:<8} {each.feed:<16} {each.message}")
    if any(each.level == "problem" for each in found):
        click.get_current_context().exit(1)
    elif not json_wanted:
        click.echo("All feeds are sound.")


@feeds.command()
@click.argument("name")
@click.option("--query", required=True, help="Such as 'kind=meeting&tag=return'.")
@click.option("--title-en", default="", help="The name of the feed in English.")
@click.option("--title-ka", default="", help="The name of the feed in Georgian.")
@click.option("--colour", type=click.Choice(COLOURS), help="Shown by some clients.")
@click.option("--staff", is_flag=True, help="Only for private addresses.")
def save(
    name: str, query: str, title_en: str, title_ka: str, colour: str, *, staff: bool
) -> None:
    """Save a selection under NAME: a short address for a long one."""
    said = {"en": title_en, "ka": title_ka}
    feed = SavedFeed(
        name=name,
        query=dict(parse_qsl(query.lstrip("?"))),
        titles={language: title for language, title in said.items() if title},
        descriptions={},
        colour=colour or "",
        visibility=Visibility.STAFF if staff else Visibility.PUBLIC,
    )
    with opened() as (settings, database), database.transaction() as session:
        save_feed(session, OPERATOR, feed, settings.languages, utc_now())
    click.echo(f"Saved {settings.base_url}/feeds/{name}.ics")


@feeds.command()
@click.argument("name")
def forget(name: str) -> None:
    """Drop the saved feed NAME."""
    with opened() as (_, database), database.transaction() as session:
        forget_feed(session, OPERATOR, name, utc_now())
    click.echo(f"Dropped {name}; its address answers 404 from now on.")


@feeds.group()
def token() -> None:
    """Give, renew and end private addresses."""


@token.command("list")
@click.argument("address", default="")
@as_json
def token_list(address: str, *, json_wanted: bool) -> None:
    """List private addresses, of one person or of all; secrets are not kept."""
    with opened() as (_, database), database.reading() as session:
        found = [t for t in list_tokens(session, address) if t.revoked_at is None]
    if json_wanted:
        print_json(
            [
                {
                    "number": t.id,
                    "email": t.account.email,
                    "feed": t.feed,
                    "label": t.label,
                    "created_at": t.created_at.isoformat(),
                    "last_used_at": t.last_used_at and t.last_used_at.isoformat(),
                }
                for t in found
            ]
        )
    elif found:
        rows = [
            (
                str(t.id),
                t.account.email,
                t.feed,
                f"{t.last_used_at:%Y-%m-%d %H:%M}" if t.last_used_at else "never",
                t.label,
            )
            for t in found
        ]
        print_table(rows, ("NUMBER", "FOR", "FEED", "LAST USED", "LABEL"))
    else:
        click.echo("Nobody has a private address yet.")


@token.command("add")
@click.argument("address")
@click.argument("feed")
@click.option("--label", default="", help="Where it is used, such as phone.")
def token_add(address: str, feed: str, label: str) -> None:
    """Give ADDRESS a private address of FEED; it is shown this once."""
    now = utc_now()
    with opened() as (settings, database), database.transaction() as session:
        given = give_token(session, OPERATOR, address, feed, label, now)
    _show_secret(given, settings)


@token.command("renew")
@click.argument("number", type=int)
def token_renew(number: int) -> None:
    """Give another address in place of NUMBER; the former one is dead at once."""
    with opened() as (settings, database), database.transaction() as session:
        given = renew_token(session, OPERATOR, number)
    _show_secret(given, settings)


@token.command("revoke")
@click.argument("number", type=int)
def token_revoke(number: int) -> None:
    """End the private address NUMBER."""
    with opened() as (_, database), database.transaction() as session:
        ended = end_token(session, OPERATOR, number, utc_now())
    click.echo(f"Ended {ended.feed} for {ended.account.email}.")


def _show_secret(given: NewSecret, settings: Settings) -> None:
    click.echo(f"Private address number {given.token_id}; it is shown this once:")
    start = f"{settings.base_url}/feeds/private/{given.secret}/{quote(given.feed)}"
    for ending in FORMATS:
        click.echo(f"  {start}.{ending}")


def _use_said(state: FeedState) -> str:
    if not state.polls:
        return "not fetched yet"
    newest = sum(poll.version == state.version for poll in state.polls)
    return f"{newest} of {len(state.polls)} have the newest version"


def _facts(state: FeedState) -> Iterator[tuple[str, str]]:
    yield "address", state.address
    yield "for", state.visibility
    yield "items", str(state.items)
    yield (
        "size",
        f"{state.octets:,} octets"
        + (" (Google Calendar takes about 1,000,000)" if state.is_large else ""),
    )
    yield "use", _use_said(state)
    for poll in state.polls:
        newest = "newest" if poll.version == state.version else "older"
        yield "", f"{poll.client} {poll.last_at:%Y-%m-%d %H:%M} UTC, {newest}"


def _plain(state: FeedState) -> dict[str, Any]:
    return {
        "name": state.name,
        "address": state.address,
        "visibility": state.visibility,
        "items": state.items,
        "octets": state.octets,
        "version": state.version,
        "polls": [
            {
                "subscriber": poll.subscriber,
                "client": poll.client,
                "version": poll.version,
                "last_at": poll.last_at.isoformat(),
                "polls": poll.polls,
            }
            for poll in state.polls
        ],
    }


def _finding(found: Finding) -> dict[str, str]:
    return {"level": found.level, "feed": found.feed, "message": found.message}
