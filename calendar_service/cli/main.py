"""The command `calendar-service`: one sentence for every error, never a traceback."""

import logging
import sys
from importlib import import_module
from typing import cast

import click

from calendar_service.config import BadSetting
from calendar_service.domain.account import NotAllowed
from calendar_service.domain.draft import InvalidDraft
from calendar_service.domain.item import StaleItem
from calendar_service.services.account_keeping import UnknownAccount
from calendar_service.services.editing import UnknownItem
from calendar_service.services.feed_access import UnknownToken
from calendar_service.services.feed_requests import UnknownFeed
from calendar_service.services.list_editing import UnknownList
from calendar_service.services.rule_editing import UnknownRule
from calendar_service.storage.database import DatabaseError, DatabaseTrouble

EXPECTED = (
    BadSetting,
    DatabaseTrouble,
    NotAllowed,
    StaleItem,
    UnknownAccount,
    UnknownFeed,
    UnknownItem,
    UnknownList,
    UnknownRule,
    UnknownToken,
)
STOPPED = 130
COMMANDS = {
    "account": "passwords:account",
    "agreements": "agreements:agreements",
    "check": "checking:check",
    "db": "data:db",
    "deliver": "mails:deliver",
    "demo": "running:demo",
    "feeds": "feeds:feeds",
    "followers": "followers:followers",
    "items": "items:items",
    "outbox": "outbox:outbox",
    "remind": "mails:remind",
    "rules": "rule_editing:rules",
    "scheduler": "running:scheduler",
    "serve": "running:serve",
    "test-mail": "mails:test_mail",
}
"""Where in this package each command stands, by module and name."""


class Commands(click.Group):
    """Loads a command when it is named: a web worker needs none of the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order of the alphabet."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, None for a name that there is not."""
        module, _, name = COMMANDS.get(cmd_name, "").partition(":")
        if not module:
            return super().get_command(ctx, cmd_name)
        loaded = import_module(f"calendar_service.cli.{module}")
        return cast("click.Command", getattr(loaded, name))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="calendar-service")
def cli() -> None:
    """Run an event calendar with feeds and reminder mails."""


def main() -> None:
    """Run the command line; exit 0, 1 for an error, 2 for wrong usage."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; errors go to stderr."""
    try:
        return int(cli.main(arguments, "calendar-service", standalone_mode=False) or 0)
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return STOPPED
    except Exception as wrong:  # noqa: BLE001 - a traceback never reaches the user
        for line in sentences(wrong):
            click.echo(f"Error: {_printable(line)}", err=True)
        return 1


def sentences(wrong: Exception) -> list[str]:
    """Say in plain words what went wrong and what to do."""
    match wrong:
        case InvalidDraft():
            return [str(problem) for problem in wrong.problems]
        case DatabaseError():
            said = " ".join(str(wrong.orig).split())
            return [f"the database cannot be used: {said}"]
        case OSError(filename=str(path), strerror=str(said)):
            return [f"{path}: {said}"]
        case _ if isinstance(wrong, EXPECTED):
            return [str(wrong)]
        case _:
            logging.getLogger(__name__).debug("unexpected", exc_info=wrong)
            return [f"unexpected {type(wrong).__name__}: {wrong}"]


def _printable(line: str) -> str:
    """Show controls by their number: a message quotes what was given to us."""
    return "".join(
        letter if letter.isprintable() else ascii(letter)[1:-1] for letter in line
    )
