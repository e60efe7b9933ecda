"""`feeds`: what they hold, whether they are sound, who has fetched them."""

from urllib.parse import parse_qsl, quote

import click

from calendar_service.cli.feed_lines import (
    facts,
    next_said,
    plain,
    use_said,
    where_said,
)
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
    Finding,
    check_feeds,
    describe_feeds,
    list_next,
    list_reach,
)
from calendar_service.storage.feeds import SavedFeed, list_tokens

FORMATS = ("ics", "atom", "rss", "json")


@click.group()
def feeds() -> None:
    """Look at feeds, save selections, and give private addresses."""


@feeds.command("list")
@click.option("--item", "uid", help="Only feeds with this item: who has its change?")
@as_json
def list_command(uid: str | None, *, json_wanted: bool) -> None:
    """List all feeds with their addresses and their use."""
    with opened() as (settings, database):
        if uid is None:
            states = describe_feeds(settings, database, utc_now())
        else:
            states = list_reach(settings, database, utc_now(), uid)
    if not states and not json_wanted:
        raise click.ClickException(f"no feed holds an item with the uid {uid!r}")
    if json_wanted:
        print_json([plain(state) for state in states])
        return
    rows = [
        (s.name, s.query or "-", s.visibility, str(s.items), use_said(s), where_said(s))
        for s in states
    ]
    print_table(rows, ("FEED", "CHOICE", "FOR", "ITEMS", "USE", "ADDRESS"))


@feeds.command()
@click.argument("name")
@as_json
def show(name: str, *, json_wanted: bool) -> None:
    """Show one feed: what is in it, how large it is, and who has fetched it."""
    now = utc_now()
    with opened() as (settings, database):
        states = describe_feeds(settings, database, now, name)
        coming = list_next(settings, database, now, name)
        with database.reading() as session:
            owners = {
                f"token:{t.id}": f"{t.account.email} (number {t.id})"
                for t in list_tokens(session)
            }
    if not states:
        raise click.ClickException(
            f"there is no feed {name!r}; calendar-service feeds list shows all"
        )
    (state,) = states
    soon = [next_said(each, settings.language) for each in coming]
    if json_wanted:
        named = [{"when": when, "title": title} for when, title in soon]
        print_json(plain(state) | {"next": named})
        return
    for label, value in facts(state, soon, owners):
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
        query=_read_query(query),
        titles={language: title for language, title in said.items() if title},
        descriptions={},
        colour=colour or "",
        visibility=Visibility.STAFF if staff else Visibility.PUBLIC,
    )
    with opened() as (settings, database), database.transaction() as session:
        save_feed(session, OPERATOR, feed, settings.languages, utc_now())
    if staff:
        click.echo(
            f"Saved {name}. It has private addresses alone; give one with"
            f" calendar-service feeds token add ADDRESS {name}"
        )
    else:
        click.echo(f"Saved {settings.base_url}/feeds/{name}.ics")


@feeds.command()
@click.argument("name")
def forget(name: str) -> None:
    """Drop the saved feed NAME."""
    with opened() as (_, database), database.transaction() as session:
        forget_feed(session, OPERATOR, name, utc_now())
    click.echo(f"Dropped {name}; its address answers 404 from now on.")


def _read_query(query: str) -> dict[str, str]:
    """Read a query; a name that comes twice has both values, as in an address."""
    found: dict[str, str] = {}
    for name, value in parse_qsl(query.lstrip("?"), keep_blank_values=True):
        found[name] = f"{found[name]},{value}" if name in found else value
    return found


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


def _finding(found: Finding) -> dict[str, str]:
    return {"level": found.level, "feed": found.feed, "message": found.message}
