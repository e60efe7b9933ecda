"""What is wrong with dates, as typed and as put in fields, in the reader's words."""

from collections.abc import Callable
from datetime import date, timedelta

from flask_babel import gettext

from calendar_service.domain.when import describe_day
from calendar_service.web.language import language

Words = Callable[..., str]
A_MONDAY = date(2024, 1, 1)
UNFIT = (
    r"(?:must be a day, as starts_on is|a month or a year has no other end"
    r"|lies outside the \w+ that was named|\w+ takes whole \w+"
    r"|a \w+ is more exact than what is written)"
)
OTHER_SORT = (
    r"whole days stay whole days, hours stay hours"
    r"|does not go with the \w+ of the item"
)


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


def _of_one_sort(sort: str) -> str:
    if sort == "dates":
        return str(gettext("Write these days without hours, as the first one is."))
    return str(gettext("Write these days with hours, as the first one is."))


def _weekday_said(name: str) -> str:
    days = (A_MONDAY + timedelta(days=away) for away in range(7))
    named = {describe_day(day, "en", "EEEE"): day for day in days}
    return describe_day(named[name], language(), "EEEE") if name in named else name


DATES: tuple[tuple[str, Words], ...] = (
    (
        r"is missing; give starts_on, dates or starts_at",
        lambda: gettext("Say when it is."),
    ),
    (
        r"(.+) is no time zone; write one like Asia/Tbilisi",
        lambda text: gettext(
            "%(text)s is no time zone. Write one like Asia/Tbilisi.", text=text
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
        r"there is no occurrence on (.+)",
        lambda day: gettext("Nothing takes place on %(day)s.", day=day),
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
        r"“(.*)” says no year",
        lambda text: gettext("“%(text)s” says no year: write it as well.", text=text),
    ),
    (
        r"[“']?(.*?)[”']? is a (?:day|time) that does not exist",
        lambda text: gettext("“%(text)s” does not exist.", text=text),
    ),
    (
        r"“(.*)” falls on a (\w*)",
        lambda text, weekday: gettext(
            "“%(text)s” falls on another weekday: %(weekday)s.",
            text=text,
            weekday=_weekday_said(weekday),
        ),
    ),
    (
        r"“(.*)” is no single day; name a weekday or a date",
        lambda text: gettext(
            "“%(text)s” is no single day. Name a weekday or a date.", text=text
        ),
    ),
    (
        r"“(.*)” may be before noon or after; write 15:00 or 3 pm",
        lambda text: gettext(
            "“%(text)s” may be before noon or after. Write 15:00 or 3 pm.", text=text
        ),
    ),
    (
        r"“(.*)” may begin the day or end it; write 00:00",
        lambda text: gettext(
            "“%(text)s” may begin the day or end it. Write 00:00 of the day meant.",
            text=text,
        ),
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
    (r"no such day comes", lambda: gettext("No such day comes.")),
    (
        r"is longer than a date is ever written",
        lambda: gettext("This is longer than a date is ever written."),
    ),
    (
        r"is missing; say which one differs",
        lambda: gettext("Say which day differs."),
    ),
    (
        r"must be one day; each takes its own row",
        lambda: gettext("Write one day here; each day that differs has a row."),
    ),
    (
        r"(.+) is no day; write it like 2027-03-01",
        lambda text: gettext(
            "%(text)s is no day. Write it like 2027-03-01.", text=text
        ),
    ),
    (
        r"is missing; a last day takes a repetition",
        lambda: gettext("Say how it repeats, or leave the day until then empty."),
    ),
    (
        r"says something else than the repetition beside it",
        lambda: gettext(
            "This rule says something else than the repetition that is chosen or"
            " typed. Take one of them out."
        ),
    ),
    (
        r"string should have at most 10 characters",
        lambda: gettext("Write it like 2027-10-31, 2027-10 or 2027."),
    ),
    (
        r"(.+) is no time; write it like 2027-03-01T10:00",
        lambda text: gettext(
            "%(text)s is no time of a day. Write it like 2027-03-01T10:00.", text=text
        ),
    ),
    (
        r".+ has an offset; write local time .+",
        lambda: gettext("Write the local time, without an offset."),
    ),
    (
        r"'?(.+?)'? is no period; write it like P3M or P30D",
        lambda text: gettext(
            "“%(text)s” is no length of time. Write it like 3 months or 30 days.",
            text=text,
        ),
    ),
    (
        r"(?:lies|lie) outside (\d+)-(\d+)",
        lambda first, last: gettext(
            "The year lies outside %(first)s to %(last)s.", first=first, last=last
        ),
    ),
    (
        r"(?:.+ )?lies too far ahead|lies after \d+",
        lambda: gettext("This lies too far ahead."),
    ),
    (
        r"is more than ten years after the start",
        lambda: gettext("The end is more than ten years after the start."),
    ),
    (
        r"has fractions of a second",
        lambda: gettext("A time takes no fractions of a second."),
    ),
    (
        UNFIT,
        lambda: gettext("The days do not fit how exactly the day is known."),
    ),
    (
        r"separate days take no rrule and no rdates",
        lambda: gettext("Days of a list do not repeat."),
    ),
    (
        r"leave no occurrence at all",
        lambda: gettext("With these exceptions it never takes place."),
    ),
    (r"must be (times|dates|\d), as the start is", _of_one_sort),
    (
        r"must be wall times, without an offset|wall times carry no offset",
        lambda: gettext("Write the local time, without an offset."),
    ),
    (
        r"are more than ([\d,]+)",
        lambda most: gettext("At most %(most)s days are accepted.", most=most),
    ),
    (
        r"name the same start twice",
        lambda: gettext("A day is written twice here."),
    ),
    (
        r"must begin with the item's own day",
        lambda: gettext("The list of days must begin with the first day."),
    ),
    (
        OTHER_SORT,
        lambda: gettext(
            "A day that differs has hours where the event has hours, and none"
            " where it has none."
        ),
    ),
    (
        r"the last day lies before the first|the end lies before the start",
        lambda: gettext("The end lies before the start."),
    ),
    (
        r"lies after the expiry",
        lambda: gettext("The day lies after the expiry."),
    ),
    (
        r"needs expires_on to count from",
        lambda: gettext("A notice period counts from the expiry: say when it expires."),
    ),
    (
        r"goes from 0 days to a hundred years",
        lambda: gettext("A notice period takes at most a hundred years."),
    ),
    (
        r"lies before the first day, (.+); cancel it instead",
        lambda day: gettext("This lies before its first day, %(day)s.", day=day),
    ),
)
