"""`followers`: readers who follow by mail, without an account."""

from zoneinfo import ZoneInfo

import click

from calendar_service.cli.opening import opened
from calendar_service.cli.printing import as_json, print_json, print_table
from calendar_service.domain.follower import Follower, Wish, count_followers
from calendar_service.domain.mail import masked
from calendar_service.domain.wish_words import describe_wish
from calendar_service.services.following import forget_address
from calendar_service.storage.followers import list_followers

ENGLISH = "en"


@click.group()
def followers() -> None:
    """Look at who follows by mail, and forget somebody."""


@followers.command("list")
@click.option("--addresses", is_flag=True, help="Show whole addresses, not a hint.")
@as_json
def list_command(*, addresses: bool, json_wanted: bool) -> None:
    """List who follows what; somebody may follow several things."""
    with opened() as (settings, database), database.reading() as session:
        found = list_followers(session)
    if json_wanted:
        print_json([_entry(follower, whole=addresses) for follower in found])
        return
    if not found:
        click.echo("Nobody follows by mail yet.")
        return
    zone = ZoneInfo(settings.timezone)
    heads = ("ADDRESS", "PACE", "LANGUAGE", "SINCE", "FOLLOWS")
    print_table([_row(each, zone, whole=addresses) for each in found], heads)


@followers.command()
@as_json
def count(*, json_wanted: bool) -> None:
    """Count who follows, at once and once a week, and what."""
    with opened() as (_, database), database.reading() as session:
        counts = count_followers(list_followers(session))
    if json_wanted:
        print_json(
            {
                "immediate": counts.immediate,
                "weekly": counts.weekly,
                "unconfirmed": counts.unconfirmed,
                "follows": [
                    _wish(wish) | {"number": number}
                    for wish, number in counts.by_wish.items()
                ],
            }
        )
        return
    click.echo(
        f"{counts.immediate} at once, {counts.weekly} once a week,"
        f" {counts.unconfirmed} not confirmed"
    )
    for wish, number in counts.by_wish.items():
        click.echo(f"{number:>5}  {describe_wish(wish, ENGLISH)}")


@followers.command()
@click.argument("address")
def remove(address: str) -> None:
    """Forget ADDRESS, all that it follows, and the mails that it got."""
    with opened() as (_, database), database.transaction() as session:
        number = forget_address(session, address)
    if not number:
        raise click.ClickException(
            f"{address} follows nothing;"
            " calendar-service followers list --addresses shows who does"
        )
    click.echo(f"Forgotten, with {number} that it followed.")


def _entry(follower: Follower, *, whole: bool) -> dict[str, object]:
    confirmed_at = follower.confirmed_at
    return {
        "address": _address(follower, whole=whole),
        "pace": follower.pace.value,
        "language": follower.language,
        "asked_at": follower.asked_at.isoformat(),
        "confirmed_at": confirmed_at.isoformat() if confirmed_at else None,
        **_wish(follower.wish),
    }


def _row(follower: Follower, zone: ZoneInfo, *, whole: bool) -> tuple[str, ...]:
    since = follower.confirmed_at
    return (
        _address(follower, whole=whole),
        follower.pace.value,
        follower.language,
        f"{since.astimezone(zone):%Y-%m-%d}" if since else "not confirmed",
        describe_wish(follower.wish, ENGLISH),
    )


def _address(follower: Follower, *, whole: bool) -> str:
    return follower.address if whole else masked(follower.address)


def _wish(wish: Wish) -> dict[str, object]:
    return {
        "kinds": sorted(wish.kinds),
        "tags": sorted(wish.tags),
        "places": sorted(wish.places),
    }
