"""What is wrong with a draft, in the words and the language of the form."""

import re
from collections.abc import Callable

from flask_babel import gettext

from calendar_service.domain.draft import Problem

EXAMPLES = re.compile(r"; write it like 14 May 2027.*$")
Words = Callable[..., str]


# Functions, not lazy words: the catalogue wants to see each call, and the language
# is that of the request.
def _unknown_word(word: str, near: str | None) -> str:
    if near:
        return str(
            gettext(
                "“%(word)s” is no word of dates. Did you mean “%(near)s”?",
                word=word,
                near=near,
            )
        )
    return str(gettext("“%(word)s” is no word of dates.", word=word))


KNOWN: tuple[tuple[str, Words], ...] = (
    (
        r"is missing; an item needs a title",
        lambda: gettext("Write a title, in one of the languages at least."),
    ),
    (
        r"is missing; give starts_on, dates or starts_at",
        lambda: gettext("Say when it is."),
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
    (
        r"(.+) is no time zone; write one like Asia/Tbilisi",
        lambda text: gettext(
            "%(text)s is no time zone. Write one like Asia/Tbilisi.", text=text
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
        r"must lie after starts_at|lies before starts_on",
        lambda: gettext("The end lies before the start."),
    ),
    (
        r"is missing; an end takes a time as well",
        lambda: gettext("Say at what time it ends, or leave the end date empty."),
    ),
    (
        r"is missing; an end has a time already",
        lambda: gettext("Say at what time it begins: the end has a time already."),
    ),
    (
        r"does not fall on its start; it first falls on (.+)",
        lambda day: gettext(
            "It does not fall on its own start. It first falls on %(day)s.", day=day
        ),
    ),
    (
        r"ends \(UNTIL\) before it starts",
        lambda: gettext("The repetition ends before it begins."),
    ),
    (
        r"there is no occurrence on (.+)",
        lambda day: gettext("Nothing takes place on %(day)s.", day=day),
    ),
    (
        r"(.+) is taken by another item",
        lambda slug: gettext("%(slug)s is taken by another event.", slug=slug),
    ),
    (r"nothing is written", lambda: gettext("Nothing is written here.")),
    (
        r"“(.*)” is no word of dates that is known(?: \(did you mean (.+)\?\))?",
        _unknown_word,
    ),
    (
        r"“(.*)” is no date yet; a day takes its month",
        lambda text: gettext(
            "“%(text)s” is no date yet: a day takes its month.", text=text
        ),
    ),
    (
        r"“(.*)” is a (?:day|time) that does not exist",
        lambda text: gettext("“%(text)s” does not exist.", text=text),
    ),
    (
        r"“(.*)” falls on another weekday",
        lambda text: gettext("“%(text)s” falls on another weekday.", text=text),
    ),
    (
        r"“(.*)” lies before the start",
        lambda text: gettext("“%(text)s” lies before the start.", text=text),
    ),
    (
        r"“(.*)” does not go with what is before it",
        lambda text: gettext(
            "“%(text)s” does not go with what is before it.", text=text
        ),
    ),
    (
        r"days of different hours are items of their own",
        lambda: gettext("Days of different hours are events of their own."),
    ),
    (
        r"every what\? Name a weekday, day, week, month or year",
        lambda: gettext("Every what? Name a weekday, day, week, month or year."),
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
    (r"no such day comes", lambda: gettext("No such day comes.")),
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
