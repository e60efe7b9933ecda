"""A short way for feeds that are remembered, in front of Flask.

It decides nothing: it answers an address only after the view has answered it,
for as long as the very document that the view would send is remembered.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from calendar_service.clock import Clock
from calendar_service.services.feed_polls import PollBook, client_family
from calendar_service.services.feed_requests import FeedAsked
from calendar_service.services.publishing import Published, Publisher
from calendar_service.storage.database import DatabaseError
from calendar_service.web.feed_answers import PUBLIC, Ready

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger(__name__)

PATH = "/feeds/"
MOST_ADDRESSES = 2_000
STATUS = {200: "200 OK", 304: "304 NOT MODIFIED"}

Address = tuple[str, str]
"""Path and query as they came."""


@dataclass
class FeedLane:
    """Addresses that were answered, and what they asked for."""

    publisher: Publisher
    polls: PollBook
    clock: Clock
    headers: tuple[tuple[str, str], ...]
    _known: OrderedDict[Address, tuple[FeedAsked, Ready]] = field(
        default_factory=OrderedDict
    )
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def remember(
        self, environ: "WSGIEnvironment", asked: FeedAsked, published: Published
    ) -> None:
        """Take over an address that the view has just answered."""
        ready = Ready(published, PUBLIC, self.headers)
        address = _address(environ)
        with self._lock:
            self._known[address] = (asked, ready)
            self._known.move_to_end(address)
            while len(self._known) > MOST_ADDRESSES:
                self._known.popitem(last=False)

    def wrap(self, application: "WSGIApplication") -> "WSGIApplication":
        """Put the lane in front of an application."""

        def lane(
            environ: "WSGIEnvironment", start_response: "StartResponse"
        ) -> Iterable[bytes]:
            if environ["PATH_INFO"].startswith(PATH) and environ["REQUEST_METHOD"] in {
                "GET",
                "HEAD",
            }:
                answered = self._answer(environ, start_response)
                if answered is not None:
                    return answered
            return application(environ, start_response)

        return lane

    def _answer(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> list[bytes] | None:
        known = self._known.get(_address(environ))
        if known is None:
            return None
        asked, ready = known
        published, now = ready.published, self.clock()
        if not self._is_good(published, now):
            # What a name stands for may have changed too: the view decides.
            return None
        client = client_family(environ.get("HTTP_USER_AGENT", ""))
        self.polls.note(asked.name, None, client, published.state.version, now)
        answer = ready.answer(environ)
        start_response(STATUS[answer.status], list(answer.headers))
        return [answer.body]

    def _is_good(self, published: Published, now: datetime) -> bool:
        """Tell whether to send it: what is current, or all there is.

        While the database cannot be asked, the view could only fail, and an
        error makes mail clients switch the calendar off.
        """
        try:
            return self.publisher.is_current(published, now)
        except (DatabaseError, OSError) as wrong:
            logger.warning("a feed is kept as it was: %s", type(wrong).__name__)
            return True


def _address(environ: "WSGIEnvironment") -> Address:
    return environ["PATH_INFO"], environ.get("QUERY_STRING", "")
