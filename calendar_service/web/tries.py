"""Tries that are counted over all processes, under names that nobody can read."""

import hmac
from collections.abc import Mapping
from datetime import timedelta

from flask import request

from calendar_service.storage.accounts import add_attempt, count_attempts
from calendar_service.storage.database import Session
from calendar_service.web import http

KEPT_FOR = timedelta(hours=2)
Limits = Mapping[str, tuple[int, timedelta]]
"""How many tries in how long a time, by what is counted."""


def client() -> str:
    """Return the network address that asks, as far as the proxies are believed."""
    return request.remote_addr or ""


def subject(name: str, value: str) -> str:
    """Return what a try is counted under: a keyed hash, no address."""
    key = http.settings().secret_key.encode()
    return hmac.new(key, f"{name} {value}".encode(), "sha256").hexdigest()


def is_beyond(
    session: Session, limits: Limits, subjects: Mapping[str, str], already: int = 0
) -> bool:
    """Tell whether a limit is reached; `already` tries of this request are counted."""
    return any(
        count_attempts(session, subjects[name], http.now() - since) - already >= most
        for name, (most, since) in limits.items()
    )


def count(session: Session, subjects: Mapping[str, str]) -> list[int]:
    """Count one try under each name; return their numbers."""
    oldest = http.now() - KEPT_FOR
    return [
        add_attempt(session, each, http.now(), oldest) for each in subjects.values()
    ]
