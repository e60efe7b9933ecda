"""Reader feeds in pages (RFC 5005): the newest, and archives that stay."""

from dataclasses import dataclass

from calendar_service.feeds.document import Page
from calendar_service.services.feed_requests import FeedAsked, UnknownFeed

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Cut:
    """Which entries a document holds, counted from the oldest, and its neighbours."""

    start: int
    number: int
    page: Page


def pages_of(total: int, asked: FeedAsked) -> Cut:
    """Cut a feed: archives of 50 from the oldest on, the rest is the feed itself.

    The feed holds its newest 50 to 99 entries. Raises UnknownFeed for an
    archive that is not there.
    """
    archives = max(0, total // PER_PAGE - 1)
    if asked.page is None:
        start = archives * PER_PAGE
        before = _address(asked, archives) if archives else ""
        return Cut(start, total - start, Page(prev_archive=before))
    if not 1 <= asked.page <= archives:
        raise UnknownFeed("This feed has no page %(page)s.", page=str(asked.page))
    page = Page(
        is_archive=True,
        current=asked.address,
        prev_archive=_address(asked, asked.page - 1) if asked.page > 1 else "",
        next_archive=_address(asked, asked.page + 1) if asked.page < archives else "",
    )
    return Cut((asked.page - 1) * PER_PAGE, PER_PAGE, page)


def _address(asked: FeedAsked, page: int) -> str:
    return f"{asked.address}{'&' if '?' in asked.address else '?'}page={page}"
