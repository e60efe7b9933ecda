"""The words of dates in English and Georgian."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """What a word or sign means, in whatever language."""

    DAY_NUMBER = "number"
    ORDINAL = "ordinal"
    YEAR = "year"
    DATE = "date"
    CLOCK = "clock"
    MONTH = "month"
    WEEKDAY = "weekday"
    DASH = "-"
    COMMA = ","
    AND = "and"
    FROM = "from"
    UNTIL = "until"
    AT = "at"
    EVERY = "every"
    ONCE = "once"
    OTHER = "other"
    EXCEPT = "except"
    UNIT = "unit"
    WORKDAY = "workday"
    TIMES = "times"
    FILLER = "filler"
    HOURS = "hours"
    YEAR_OF = "of the year"
    RELATIVE = "relative"
    THIS = "this"
    NEXT = "next"
    # Georgian says these behind the word: "3-დან 5-მდე".
    FROM_BEHIND = "from, behind"
    UNTIL_BEHIND = "until, behind"


@dataclass(frozen=True, slots=True)
class Word:
    """A word's meaning; `value` is the number of a month, weekday or ordinal."""

    mark: Mark
    value: int = 0
    unit: str = ""


OF_24 = "of 24"
"""The unit of words that stand by one of twenty-four hours: "15 h"."""
ENGLISH_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
ENGLISH_WEEKDAYS = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)
UNITS = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}

# What a Georgian month looks like before its ending: დეკემბერ-ი, დეკემბრ-ის.
GEORGIAN_MONTHS: Mapping[str, int] = {
    "იანვარ": 1,
    "იანვრ": 1,
    "თებერვალ": 2,
    "თებერვლ": 2,
    "მარტ": 3,
    "აპრილ": 4,
    "მაის": 5,
    "ივნის": 6,
    "ივლის": 7,
    "აგვისტო": 8,
    "აგვისტ": 8,
    "სექტემბერ": 9,
    "სექტემბრ": 9,
    "ოქტომბერ": 10,
    "ოქტომბრ": 10,
    "ნოემბერ": 11,
    "ნოემბრ": 11,
    "დეკემბერ": 12,
    "დეკემბრ": 12,
}
GEORGIAN_WEEKDAYS: Mapping[str, int] = {
    "ორშაბათ": 0,
    "სამშაბათ": 1,
    "ოთხშაბათ": 2,
    "ხუთშაბათ": 3,
    "პარასკევ": 4,
    "შაბათ": 5,
    "კვირა": 6,
    "კვირ": 6,
}
GEORGIAN_NUMBERS: Mapping[str, int] = {
    "ერთი": 1,
    "ორი": 2,
    "სამი": 3,
    "ოთხი": 4,
    "ხუთი": 5,
    "ექვსი": 6,
    "შვიდი": 7,
    "რვა": 8,
    "ცხრა": 9,
    "ათი": 10,
    "თორმეტი": 12,
}
PLAIN_ENDINGS = ("", "ი", "ს", "ის", "ში", "სა", "ით", "ისა", "ა", "ას")
FROM_ENDINGS = ("იდან", "დან", "ადან")
UNTIL_ENDINGS = ("ამდე", "მდე", "იმდე")


def _english() -> dict[str, Word]:
    words: dict[str, Word] = {}
    for number, name in enumerate(ENGLISH_MONTHS, 1):
        words[name] = words[name[:3]] = Word(Mark.MONTH, number)
    words["sept"] = Word(Mark.MONTH, 9)
    for number, name in enumerate(ENGLISH_WEEKDAYS):
        words[name] = words[name[:3]] = Word(Mark.WEEKDAY, number)
        words[f"{name}s"] = Word(Mark.WEEKDAY, number, unit="each")
    words |= {"tues": Word(Mark.WEEKDAY, 1), "thurs": Word(Mark.WEEKDAY, 3)}
    for name, frequency in UNITS.items():
        words[name] = words[f"{name}s"] = Word(Mark.UNIT, unit=frequency)
    ordinals = ("first", "second", "third", "fourth", "fifth", "sixth")
    for number, name in enumerate(ordinals, 1):
        words[name] = Word(Mark.ORDINAL, number)
    words["last"] = Word(Mark.ORDINAL, -1)
    numbers = "one two three four five six seven eight nine ten eleven twelve"
    for number, name in enumerate(numbers.split(), 1):
        words[name] = Word(Mark.DAY_NUMBER, number)
    for name, frequency in (
        *(("daily", "DAILY"), ("weekly", "WEEKLY"), ("monthly", "MONTHLY")),
        *(("yearly", "YEARLY"), ("annually", "YEARLY")),
    ):
        words[name] = Word(Mark.EVERY, unit=frequency)
    for mark, names in (
        (Mark.AND, "and & +"),
        (Mark.FROM, "from starting since beginning"),
        (Mark.UNTIL, "until till through by"),
        (Mark.DASH, "to"),
        (Mark.AT, "at @"),
        (Mark.THIS, "this"),
        (Mark.NEXT, "next"),
        (Mark.EVERY, "every each"),
        (Mark.ONCE, "once"),
        (Mark.OTHER, "other"),
        (Mark.EXCEPT, "except not without"),
        (Mark.WORKDAY, "weekday weekdays workday workdays"),
        (Mark.TIMES, "times"),
        (Mark.FILLER, "the of on in a"),
        (Mark.HOURS, "hours o'clock oclock"),
    ):
        words |= {name: Word(mark) for name in names.split()}
    words |= dict.fromkeys(("h", "hrs"), Word(Mark.HOURS, unit=OF_24))
    return words


def _georgian_stems() -> dict[str, Word]:
    """Join stems and endings: ხუთშაბათ-ს, მაის-იდან, ოქტომბრ-ამდე."""
    stems = [(stem, Mark.WEEKDAY, n) for stem, n in GEORGIAN_WEEKDAYS.items()]
    stems += [(stem, Mark.MONTH, n) for stem, n in GEORGIAN_MONTHS.items()]
    endings = dict.fromkeys(PLAIN_ENDINGS, "") | {"ობით": "each"}
    endings |= dict.fromkeys(FROM_ENDINGS, "from")
    endings |= dict.fromkeys(UNTIL_ENDINGS, "until")
    return {
        stem + ending: Word(mark, number, unit)
        for stem, mark, number in stems
        for ending, unit in endings.items()
    }


def _georgian() -> dict[str, Word]:
    words = _georgian_stems()
    ordinals = ("პირველ", "მეორე", "მესამე", "მეოთხე", "მეხუთე", "მეექვსე")
    for number, name in enumerate(ordinals, 1):
        words[name] = words[f"{name}ი"] = Word(Mark.ORDINAL, number)
    words["ბოლო"] = Word(Mark.ORDINAL, -1)
    for name, number in GEORGIAN_NUMBERS.items():
        words[name] = words[name.removesuffix("ი")] = Word(Mark.DAY_NUMBER, number)
    for name, frequency in (
        *(("ყოველდღე", "DAILY"), ("ყოველდღიურად", "DAILY")),
        *(("ყოველკვირა", "WEEKLY"), ("ყოველკვირეულად", "WEEKLY")),
        *(("ყოველთვე", "MONTHLY"), ("ყოველთვიურად", "MONTHLY")),
        *(("ყოველწელს", "YEARLY"), ("ყოველწლიურად", "YEARLY")),
    ):
        words[name] = Word(Mark.EVERY, unit=frequency)
    for frequency, names in (
        ("DAILY", "დღე დღეში დღის დღით"),
        ("WEEKLY", "კვირაში კვირის"),
        ("MONTHLY", "თვე თვეს თვის თვეში თვით"),
        ("YEARLY", "წელიწადს წელიწადში"),
    ):
        words |= {name: Word(Mark.UNIT, unit=frequency) for name in names.split()}
    for mark, names in (
        (Mark.AND, "და"),
        (Mark.THIS, "ამ"),
        (Mark.NEXT, "მომავალ მომავალი შემდეგ შემდეგი"),
        (Mark.EVERY, "ყოველ ყოველი"),
        (Mark.ONCE, "ერთხელ"),
        (Mark.EXCEPT, "გარდა"),
        (Mark.WORKDAY, "სამუშაო"),
        (Mark.TIMES, "ჯერ"),
        (Mark.HOURS, "სთ საათი საათზე საათს"),
        (Mark.YEAR_OF, "წლის წელი წ წელს"),
        (Mark.FROM_BEHIND, "დან იდან საათიდან წლიდან"),
        (Mark.UNTIL_BEHIND, "მდე ამდე საათამდე წლამდე ჩათვლით"),
        (Mark.FILLER, "რიცხვი რიცხვში ს ში ის ე ზე"),
    ):
        words |= {name: Word(mark) for name in names.split()}
    return words


def _relative() -> dict[str, Word]:
    days = {"today": 0, "tomorrow": 1, "დღეს": 0, "ხვალ": 1, "ზეგ": 2}
    return {name: Word(Mark.RELATIVE, days_on) for name, days_on in days.items()}


def _hours() -> dict[str, Word]:
    """Return the words for an hour; the value is the hour."""
    words = {"noon": Word(Mark.CLOCK, 12), "midnight": Word(Mark.CLOCK, 0)}
    for stem, hour in (("შუადღ", 12), ("შუაღამ", 0)):
        for ending in ("ეს", "ისას"):
            words[stem + ending] = Word(Mark.CLOCK, hour)
        words[f"{stem}იდან"] = Word(Mark.CLOCK, hour, "from")
        words[f"{stem}ემდე"] = Word(Mark.CLOCK, hour, "until")
    return words


WORDS: Mapping[str, Word] = _english() | _georgian() | _relative() | _hours()
NAMES = (
    *ENGLISH_MONTHS,
    *ENGLISH_WEEKDAYS,
    *("იანვარი", "თებერვალი", "მარტი", "აპრილი", "მაისი", "ივნისი", "ივლისი"),
    *("აგვისტო", "სექტემბერი", "ოქტომბერი", "ნოემბერი", "დეკემბერი"),
    *("ორშაბათი", "სამშაბათი", "ოთხშაბათი", "ხუთშაბათი", "პარასკევი"),
    *("შაბათი", "კვირა"),
)
