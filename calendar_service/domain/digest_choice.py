"""Who wants a digest, and how often."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum


class Rhythm(StrEnum):
    """How often somebody wants it."""

    WEEKLY = "weekly"
    DAILY = "daily"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestChoice:
    """Who wants it, and when: `weekday` 0 is Monday; `send_at` is office time."""

    address: str
    every: Rhythm
    weekday: int = 0
    send_at: time = time(8, 30)
