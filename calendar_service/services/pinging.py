"""Tell a watching service that the scheduler is alive."""

import logging
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException

logger = logging.getLogger(__name__)

SECONDS = 10.0


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
        problem = self._problem()
        if problem:
            if not self.is_failing:  # once, not every minute
                logger.warning("CALENDAR_PING_URL: %s", problem)
            self.is_failing = True
            return False
        if self.is_failing:
            logger.info("CALENDAR_PING_URL answers again")
        self.is_failing = False
        return True

    def _problem(self) -> str:
        """Return what went wrong, "" for nothing.

        The time-out of a socket counts for each read: a server that drips would
        hold up the mails. So somebody else waits, and no longer than we allow.
        """
        said: list[str] = []
        asking = threading.Thread(target=self._try, args=(said,), daemon=True)
        asking.start()
        asking.join(SECONDS)
        return said[0] if said else "it takes too long"

    def _try(self, said: list[str]) -> None:
        try:
            self._ask()
        except (OSError, HTTPException, ValueError) as wrong:
            said.append(_reason(wrong))
        else:
            said.append("")

    def _ask(self) -> None:
        opener = urllib.request.build_opener(_NoRedirects)
        request = urllib.request.Request(  # noqa: S310 - the settings allow web addresses alone
            self.url, headers={"User-Agent": "calendar-service"}
        )
        with opener.open(request, timeout=SECONDS):
            pass  # that it answered is all there is to know


def _reason(wrong: Exception) -> str:
    """Return what went wrong without the address."""
    if isinstance(wrong, urllib.error.HTTPError):
        return f"it answered {wrong.code}"
    return type(getattr(wrong, "reason", wrong)).__name__
