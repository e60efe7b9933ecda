"""What feeds are called, in the reader's language."""

from collections.abc import Sequence

from calendar_service.domain.feed_choice import FEED_KINDS, STAFF_FEED_KINDS
from calendar_service.services.feed_naming import name_of
from calendar_service.storage.feeds import SavedFeed
from calendar_service.web.language import language


def feed_names(saved: Sequence[SavedFeed]) -> dict[str, str]:
    """Return names by what stands in addresses, the office's own selections last."""
    own = dict.fromkeys((*FEED_KINDS, *STAFF_FEED_KINDS))
    known = own | {feed.name: feed for feed in saved}
    return {name: name_of(name, feed, language()) for name, feed in known.items()}
