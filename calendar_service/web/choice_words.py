"""What an address asks for in vain, in the reader's language."""

from flask_babel import gettext, lazy_gettext

from calendar_service.domain.feed_choice import NotOffered

# The sentences stand where they are raised; here the catalogue finds them.
SENTENCES = (
    lazy_gettext("kind=%(kind)s is not one of %(known)s."),
    lazy_gettext("lang=%(language)s is not one of %(known)s."),
    lazy_gettext("lang= takes one language, or two such as en+ka."),
    lazy_gettext("%(name)s=%(value)s is no day; write it like 2027-03-01."),
    lazy_gettext("until=%(last)s lies before from=%(first)s."),
    lazy_gettext(
        "alarm=%(value)s is no time before the start; write it like 30m, 2h"
        " or 1d, at most eight weeks."
    ),
    lazy_gettext("%(name)s= is too long; save the selection as a feed."),
    lazy_gettext("This feed has no items of the kind %(kind)s."),
    lazy_gettext("No item has the tag %(value)s."),
    lazy_gettext("No item has the place %(value)s."),
    lazy_gettext("There is no feed %(name)s; /subscribe lists all."),
    lazy_gettext("News has no calendar; take .rss, .atom or .json."),
    lazy_gettext("This feed has no page %(page)s."),
    lazy_gettext("The feed %(name)s has no pages."),
    lazy_gettext("A calendar has no pages."),
)


def not_offered_said(wrong: NotOffered) -> str:
    """Say what is not there in the reader's language; a strange one in English."""
    return str(gettext(wrong.sentence, **wrong.values))
