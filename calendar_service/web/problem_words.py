"""What is wrong with a draft, in the words and the language of the form."""

import re
from collections.abc import Callable

from flask_babel import gettext

from calendar_service.domain.draft import Problem
from calendar_service.web.date_problems import DATES
from calendar_service.web.repeat_problems import REPEATS

EXAMPLES = re.compile(r"; write it like 14 May 2027.*$")
Words = Callable[..., str]


# Functions, not lazy words: the catalogue wants to see each call, and the language
# is that of the request.
KNOWN: tuple[tuple[str, Words], ...] = (
    (
        r"is missing; an item needs a title",
        lambda: gettext("Write a title, in one of the languages at least."),
    ),
    (r"must not be (blank|empty)", lambda _: gettext("This must not be empty.")),
    (r"must be one line", lambda: gettext("This must be one line.")),
    (
        r"is ([\d,]+) characters long; at most ([\d,]+) are accepted",
        lambda length, most: gettext(
            "This is %(length)s characters long; at most %(most)s are accepted.",
            length=length,
            most=most,
        ),
    ),
    (
        r"(.+) is no mail address such as nino@example\.org",
        lambda text: gettext(
            "%(text)s is no mail address. Write one like nino@example.org.", text=text
        ),
    ),
    (
        r"(.+) is no web address(?:; write one like https://example\.org/)?",
        lambda text: gettext(
            "%(text)s is no web address. Write one like https://example.org/.",
            text=text,
        ),
    ),
    (r"must be a number", lambda: gettext("This must be a number.")),
    (
        r'must be a whole number or "limited"',
        lambda: gettext("This must be a whole number."),
    ),
    (
        r"needs both latitude and longitude",
        lambda: gettext("Latitude and longitude belong together."),
    ),
    (
        r"goes from (.+) to (\d+) degrees",
        lambda low, high: gettext(
            "This goes from %(low)s to %(high)s degrees.", low=low, high=high
        ),
    ),
    (
        r"(.+) is taken by another item",
        lambda slug: gettext("%(slug)s is taken by another event.", slug=slug),
    ),
    (
        r"the picture is larger than 8 megabytes",
        lambda: gettext("The picture is larger than 8 megabytes."),
    ),
    (
        r"the picture has more than 50 million pixels",
        lambda: gettext("The picture has more than 50 million pixels."),
    ),
    (
        r"this is no JPEG, PNG, WebP or GIF picture",
        lambda: gettext("This is no JPEG, PNG, WebP or GIF picture."),
    ),
    (
        r"lies before the first day",
        lambda: gettext("This day lies before the first one."),
    ),
    (r"is over already", lambda: gettext("This day is over already.")),
    (
        r"is more than a year after the first day",
        lambda: gettext("That is more than a year. Name an earlier last day."),
    ),
    (
        r"is one absence too many; take one back first",
        lambda: gettext("Too many absences are noted. Take one back first."),
    ),
    (
        r"takes only the letters a-z, digits and hyphens|takes small letters, .+",
        lambda: gettext(
            "It takes only the small letters a-z, digits and hyphens, at most 300."
        ),
    ),
    (
        r"holds more than (\d+)",
        lambda most: gettext("At most %(most)s are accepted here.", most=most),
    ),
    (
        r"goes from ([\d,]+) to ([\d,]+)",
        lambda low, high: gettext(
            "This goes from %(low)s to %(high)s.", low=low, high=high
        ),
    ),
    (
        r"contains the control character (U\+\w+)|holds half of a character",
        lambda _: gettext(
            "It holds a character that cannot be seen or shown. Write it anew."
        ),
    ),
    (
        r"(.+) holds characters that an address cannot have",
        lambda text: gettext(
            "%(text)s holds characters that a web address cannot have, such as a"
            " space.",
            text=text,
        ),
    ),
    (
        r"(.+) is no language code such as en or ka",
        lambda text: gettext("%(text)s is no language such as en or ka.", text=text),
    ),
    (
        r".+ is not one of .+|is missing; one of .*",
        lambda: gettext("Choose one from the list."),
    ),
    (
        r"belongs to kind agreement, not \w+",
        lambda: gettext("Only events of the kind agreement have terms."),
    ),
    (
        r"names the term itself|names the term before this one",
        lambda: gettext("A term can neither follow itself nor the one after it."),
    ),
    *DATES,
    *REPEATS,
)


def problem_said(problem: Problem) -> str:
    """Say a problem in the reader's language; what is not known, as it is."""
    message, has_examples = EXAMPLES.subn("", problem.message)
    for pattern, words in KNOWN:
        found = re.fullmatch(pattern, message)
        if found is not None:
            said = words(*found.groups())
            return f"{said} {date_examples()}" if has_examples else said
    return problem.message


def date_examples() -> str:
    """Return what a date may be written like."""
    return str(
        gettext(
            "Write it like 14 May 2027, 3–5 May, 14, 15 and 17 December,"
            " 1 March 10:00–11:30 or every third Thursday until June."
        )
    )
