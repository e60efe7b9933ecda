"""`demo`, `serve` and `scheduler`: the programs that stay."""

import hashlib
import hmac
import json
import os
import sys
from dataclasses import replace
from importlib.resources import files
from zoneinfo import ZoneInfo

import click

from calendar_service.cli.opening import opened
from calendar_service.cli.serving import demand_port, serve_web
from calendar_service.clock import utc_now
from calendar_service.config import Settings, load_settings
from calendar_service.domain.account import Account, Role
from calendar_service.scheduler import (
    MailWorker,
    heed_signals,
    run_scheduler,
    start_scheduler,
)
from calendar_service.services.administering import hash_password
from calendar_service.services.feed_files import start_files
from calendar_service.services.mailing import NoMailServer, mail_settings
from calendar_service.services.seeding import seed_accounts, seed_items
from calendar_service.services.silence_watching import start_watch
from calendar_service.storage.accounts import find_account
from calendar_service.storage.database import Database

DEMO_TEAM = ("comms@example.org",)
DEMO_PEOPLE = (
    ("ada@example.org", "Ada", Role.EDITOR),
    ("ben@example.org", "Ben", Role.PUBLISHER),
    ("cleo@example.org", "Cleo", Role.VIEWER),
    ("dea@example.org", "Dea", Role.ADMIN),
)
port_option = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8080,
    show_default=True,
    help="The port to listen on.",
)
host_option = click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on; 0.0.0.0 for every network.",
)


@click.command()
@host_option
@port_option
def demo(host: str, port: int) -> None:
    """Try everything on this machine, with demo content.

    Web server and scheduler run together, on a file in the instance folder.
    No mail leaves the machine: the mailbox page shows what would be sent.
    """
    demand_port(host, port)
    settings = _demo_settings(host, port)
    with opened(settings) as (_, database):
        _fill(database, settings)
        for line in _welcome(settings):
            click.echo(line)
        stop = start_scheduler(MailWorker(settings, database))
        stop_files = start_files(settings, database, utc_now)
        try:
            serve_web(settings, host, port, workers=1)
        finally:
            stop_files()
            stop()
    click.echo("Stopped. Your changes are kept; start again with the same command.")


@click.command()
@host_option
@port_option
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="How many processes answer.",
)
def serve(host: str, port: int, workers: int) -> None:
    """Serve pages and feeds.

    Reminders are sent by `calendar-service scheduler`: start that beside it.
    """
    demand_port(host, port)
    settings = load_settings(base_url=f"http://{_shown(host)}:{port}")
    with opened(settings) as (_, database):
        click.echo(f"Serving {settings.base_url} on {host}:{port}. Ctrl-C stops it.")
        stop_files = start_files(settings, database, utc_now)
        stop_watch = start_watch(settings, database, utc_now)
        try:
            serve_web(settings, host, port, workers)
        finally:
            stop_watch()
            stop_files()
    click.echo("Stopped.")


@click.command()
def scheduler() -> None:
    """Send reminders: plan and deliver every minute, until stopped.

    Any number may run at once; each mail is sent by one of them.
    """
    with opened() as (settings, database):
        try:
            mail_settings(settings)
        except NoMailServer as wrong:
            raise click.ClickException(str(wrong)) from None
        worker = MailWorker(settings, database)
        heed_signals(worker)
        click.echo("The scheduler wakes every minute. Ctrl-C stops it.")
        is_idle = run_scheduler(worker)
    click.echo("Stopped.")
    if not is_idle:
        sys.stdout.flush()
        os._exit(0)  # a thread hangs on a mail server, and would be waited for


def _demo_settings(host: str, port: int) -> Settings:
    settings = load_settings(base_url=f"http://{_shown(host)}:{port}", demo=True)
    return replace(settings, comms_team=settings.comms_team or DEMO_TEAM)


def _shown(host: str) -> str:
    """Return the host as it stands in an address that this machine can open."""
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104 - asked for by the operator
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _fill(database: Database, settings: Settings) -> None:
    now = utc_now()
    today = now.astimezone(ZoneInfo(settings.timezone)).date()
    content = files("calendar_service").joinpath("demo/items.json").read_text("utf-8")
    with database.transaction() as session:
        seed_items(session, json.loads(content), settings, today)
        missing = [p for p in DEMO_PEOPLE if find_account(session, p[0]) is None]
        hashed = hash_password(demo_password(settings)) if missing else ""
        accounts = [
            Account(email=email, name=name, role=role, password_hash=hashed)
            for email, name, role in missing
        ]
        seed_accounts(session, accounts, now)


def demo_password(settings: Settings) -> str:
    """Return the password of the demo's accounts, of this installation alone."""
    key = settings.secret_key.encode()
    return hmac.new(key, b"demo password", hashlib.sha256).hexdigest()[:12]


def _welcome(settings: Settings) -> list[str]:
    url, names = settings.base_url, ", ".join(email for email, _, _ in DEMO_PEOPLE)
    return [
        "",
        f"  Calendar    {url}/",
        f"  Subscribe   {url}/subscribe",
        f"  Feed        {url}/feeds/all.ics",
        f"  Mailbox     {url}/mailbox   (the first reminders are there in a moment)",
        f"  Sign in     {url}/login     {names}",
        f"              password {demo_password(settings)}",
        "",
        "  Ctrl-C stops it; what you change is kept.",
        "",
    ]
