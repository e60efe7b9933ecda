"""The only question to the system clock."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Now, as an aware UTC instant to the second.

    Feeds and mails show seconds at most; a stored fraction would come back
    from one database and not from another.
    """
    return datetime.now(UTC).replace(microsecond=0)
