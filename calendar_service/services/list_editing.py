"""Change the lists of addresses that rules remind."""

from collections.abc import Iterator, Sequence

from calendar_service.domain.account import Account, Action, demand
from calendar_service.domain.draft import InvalidDraft, Problem
from calendar_service.domain.draft_text import address_problem
from calendar_service.domain.names import name_problem
from calendar_service.domain.rule import ReminderRule
from calendar_service.storage.database import Session
from calendar_service.storage.items import lock_calendar
from calendar_service.storage.mail_lists import (
    drop_mail_list,
    list_mail_lists,
    store_mail_list,
)
from calendar_service.storage.rules import list_rules

MOST_ADDRESSES = 500

Addresses = tuple[str, ...]


class UnknownList(LookupError):
    """There is no list of this name."""


class StaleList(Exception):
    """The list is no longer as it was shown, or its name has been given away."""


def find_list(session: Session, name: str) -> Addresses:
    """Return who is on a list. Raises UnknownList."""
    found = list_mail_lists(session).get(name)
    if found is None:
        raise UnknownList(f"there is no list {name!r:.80}")
    return found


def save_list(
    session: Session, actor: Account, name: str, addresses: Sequence[str]
) -> list[str]:
    """Add a list, or change who is on it; return who stood there twice.

    Each is kept once. Raises InvalidDraft.
    """
    demand(actor, Action.ADMINISTER)
    kept, doubled = tidy(addresses)
    problems = check_list(name, kept)
    if problems:
        raise InvalidDraft(problems)
    store_mail_list(session, name, kept)
    return doubled


def add_list(
    session: Session, actor: Account, name: str, addresses: Sequence[str]
) -> list[str]:
    """Save a list under a name that is free. Raises StaleList, InvalidDraft."""
    lock_calendar(session)
    if name in list_mail_lists(session):
        raise StaleList(name)
    return save_list(session, actor, name, addresses)


def replace_list(
    session: Session,
    actor: Account,
    name: str,
    seen: Addresses,
    addresses: Sequence[str],
) -> list[str]:
    """Save a list that is still as it was seen.

    Raises StaleList, UnknownList, InvalidDraft.
    """
    lock_calendar(session)
    if find_list(session, name) != seen:
        raise StaleList(name)
    return save_list(session, actor, name, addresses)


def remove_list(
    session: Session, actor: Account, name: str, seen: Addresses | None = None
) -> None:
    """Drop a list that no rule names any more, if it is still as it was seen.

    Raises UnknownList, StaleList, InvalidDraft.
    """
    demand(actor, Action.ADMINISTER)
    lock_calendar(session)
    found = find_list(session, name)
    if seen is not None and found != seen:
        raise StaleList(name)
    naming = [rule.id for rule in rules_naming(session, name)]
    if naming:
        raise InvalidDraft([Problem("name", f"is named by {', '.join(naming)}")])
    drop_mail_list(session, name)


def rules_naming(session: Session, name: str) -> list[ReminderRule]:
    """Return the rules by which a list is reminded, switched off ones too."""
    return [rule for rule in list_rules(session) if name in rule.lists]


def tidy(addresses: Sequence[str]) -> tuple[Addresses, list[str]]:
    """Return each address once, whatever its capitals, and those that came again."""
    kept: dict[str, str] = {}
    doubled: dict[str, str] = {}
    for address in filter(None, (each.strip() for each in addresses)):
        again = address.lower() in kept
        (doubled if again else kept).setdefault(address.lower(), address)
    return tuple(kept.values()), list(doubled.values())


def check_list(name: str, addresses: Sequence[str]) -> list[Problem]:
    """Return what keeps a list from being saved; empty when nothing does."""
    problem = name_problem(name)
    found = [Problem("name", problem)] if problem else []
    found += address_problems(addresses)
    if not addresses:
        found.append(Problem("addresses", "names nobody"))
    return found


def address_problems(addresses: Sequence[str]) -> Iterator[Problem]:
    """Yield what is wrong with addresses to be reminded."""
    if len(addresses) > MOST_ADDRESSES:
        yield Problem("addresses", f"takes at most {MOST_ADDRESSES}")
        return
    for address in addresses:
        problem = address_problem(address)
        if problem:
            yield Problem("addresses", problem)
