"""Fill an empty database with the demo content."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR, Account
from calendar_service.domain.agreement import add_months
from calendar_service.domain.item import Item
from calendar_service.importers.item_json import Defaults, draft_from_json
from calendar_service.services.editing import add_item
from calendar_service.storage.accounts import find_account, store_account
from calendar_service.storage.database import Session
from calendar_service.storage.items import count_items


def seed_items(
    session: Session,
    entries: Sequence[Mapping[str, Any]],
    settings: Settings,
    today: date,
) -> list[Item]:
    """Add the demo's items to an empty database; nothing where there are items.

    The form of the entries is described in demo/README.md. Each is added as of
    the morning of its publication, so that feeds are in a true news order.
    """
    if count_items(session):
        return []
    return [_seed(session, entry, settings, today) for entry in entries]


def seed_accounts(session: Session, accounts: Sequence[Account], now: datetime) -> None:
    """Add the accounts that are not there; leave those that are."""
    for account in accounts:
        if find_account(session, account.email) is None:
            store_account(session, account, now)


def _seed(
    session: Session, entry: Mapping[str, Any], settings: Settings, today: date
) -> Item:
    plain = _placed(entry, today)
    published = date.fromisoformat(plain.pop("published"))
    plain["uid"] = f"{plain['uid']}@{settings.uid_domain}"
    draft = draft_from_json(plain, Defaults(settings.timezone, today))
    now = datetime.combine(published, time(6), UTC)
    return add_item(session, OPERATOR, draft, now, settings.uid_domain)


def _placed(value: Any, today: date) -> Any:  # noqa: ANN401 - JSON in, JSON out
    """Put real days in place of those counted from today."""
    if isinstance(value, list):
        return [_placed(part, today) for part in value]
    if not isinstance(value, Mapping):
        return value
    if "months" in value:
        return f"{add_months(today, value['months']):%Y-%m}"
    if "days" in value:
        day = today + timedelta(days=value["days"])
        return f"{day}T{value['at']}" if "at" in value else day.isoformat()
    return {name: _placed(part, today) for name, part in value.items()}
