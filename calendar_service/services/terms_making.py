"""The calendar of what ends: expiries and notice deadlines of agreements."""

from dataclasses import replace
from functools import partial

from calendar_service.domain.feed_choice import FeedChoice
from calendar_service.domain.selection import Selection
from calendar_service.domain.terms import reopened
from calendar_service.feeds.document import FeedInfo, LinkTo
from calendar_service.feeds.ical import join_calendar
from calendar_service.feeds.proof import prove_calendar
from calendar_service.feeds.squeezing import squeeze_whole
from calendar_service.feeds.terms import ALARMS, Window, render_terms
from calendar_service.services.calendar_making import Made, Squeezed, UnsoundFeed
from calendar_service.storage.database import Database
from calendar_service.storage.items import calendar_state, list_items


def make_terms(
    database: Database,
    choice: FeedChoice,
    info: FeedInfo,
    selection: Selection,
    link: LinkTo,
) -> Made:
    """Make the calendar of the selected agreements. Raises UnsoundFeed.

    All of them are loaded and the window is held against the two dates: they
    need not lie within the days of the item. An alarm that was asked for takes
    the place of the usual two.
    """
    everywhen = replace(selection, first=None, last=None, withdrawn_first=None)
    with database.reading() as session:
        state = calendar_state(session)
        items = reopened(list_items(session, everywhen))
    window = Window(selection.first, selection.last, selection.withdrawn_first)
    alarms = ALARMS if choice.alarm is None else (choice.alarm,)
    body = render_terms(items, choice.languages, link, alarms, window)
    document = join_calendar([body], (), info)
    problems = prove_calendar(document.body)
    if problems:
        raise UnsoundFeed(problems[0])
    return Made(state, document, Squeezed(partial(squeeze_whole, document.body)))
