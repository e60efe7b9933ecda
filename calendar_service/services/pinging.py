"""Tell a watching service that the scheduler is alive."""

import logging
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException

logger = logging.getLogger(__name__)

SECONDS = 10.0
MOST_OCTETS = 1_000


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """What is to be asked is the address in the settings and no other."""

    def redirect_request(self, *_given: object) -> None:
        return None


@dataclass
class Pinger:
    """Asks one address after each round; its answer changes nothing.

    The address may be a secret: it is never logged.
    """

    url: str
    is_failing: bool = False

    def ping(self) -> bool:
        """Ask the address; tell whether it answered. Never raises, at most 10 s."""
        if not self.url:
            return False
        try:
            self._ask()
        except (OSError, HTTPException, ValueError) as wrong:
            if not self.is_failing:  # once, not every minute
                logger.warning("CALENDAR_PING_URL: %s", _reason(wrong))
            self.is_failing = True
            return False
        if self.is_failing:
            logger.info("CALENDAR_PING_URL answers again")
        self.is_failing = False
        return True

    def _ask(self) -> None:
        opener = urllib.request.build_opener(_NoRedirects)
        request = urllib.request.Request(  # noqa: S310 - the settings allow web addresses alone
            self.url, headers={"User-Agent": "calendar-service"}
        )
        with opener.open(request, timeout=SECONDS) as answer:
            answer.read(MOST_OCTETS)


def _reason(wrong: Exception) -> str:
    """Return what went wrong without the address."""
    if isinstance(wrong, urllib.error.HTTPError):
        return f"it answered {wrong.code}"
    return type(getattr(wrong, "reason", wrong)).__name__
