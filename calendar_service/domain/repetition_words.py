"""A repetition in words: "every third Thursday of the month", and its ends."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from calendar_service.domain.repetition import EACH, LAST, WORKDAYS, Repetition, Unit

# The one after Sunday is any from Monday to Friday.
ENGLISH_WEEKDAYS = (
    *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "weekday",
)
ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
ENGLISH_ORDINALS = {
    1: "first",
    2: "second",
    3: "third",
    4: "fourth",
    5: "fifth",
    LAST: "last",
}
ENGLISH_UNITS = {
    Unit.HOUR: "hour",
    Unit.DAY: "day",
    Unit.WEEK: "week",
    Unit.MONTH: "month",
    Unit.YEAR: "year",
}
# "On a Monday", as it stands behind "every".
GEORGIAN_WEEKDAYS = (
    *("ორშაბათს", "სამშაბათს", "ოთხშაბათს", "ხუთშაბათს", "პარასკევს"),
    *("შაბათს", "კვირას", "სამუშაო დღეს"),
)
# Without the ending; it takes -ის, and -იდან.
GEORGIAN_STEMS = (
    *("იანვრ", "თებერვლ", "მარტ", "აპრილ", "მაის", "ივნის", "ივლის"),
    *("აგვისტო", "სექტემბრ", "ოქტომბრ", "ნოემბრ", "დეკემბრ"),
)
GEORGIAN_ON_MONTHS = (
    *("იანვარს", "თებერვალს", "მარტს", "აპრილს", "მაისს", "ივნისს", "ივლისს"),
    *("აგვისტოს", "სექტემბერს", "ოქტომბერს", "ნოემბერს", "დეკემბერს"),
)
GEORGIAN_ORDINALS = {
    1: "პირველ",
    2: "მეორე",
    3: "მესამე",
    4: "მეოთხე",
    5: "მეხუთე",
    LAST: "ბოლო",
}
GEORGIAN_NUMBERS = {2: "ორ", 3: "სამ", 4: "ოთხ", 5: "ხუთ", 6: "ექვს"}
GEORGIAN_EVERY = {
    Unit.HOUR: "ყოველ საათში",
    Unit.DAY: "ყოველდღე",
    Unit.WEEK: "ყოველკვირეულად",
    Unit.MONTH: "ყოველთვიურად",
    Unit.YEAR: "ყოველწლიურად",
}
GEORGIAN_ONCE_IN = {
    Unit.HOUR: "საათში",
    Unit.DAY: "დღეში",
    Unit.WEEK: "კვირაში",
    Unit.MONTH: "თვეში",
    Unit.YEAR: "წელიწადში",
}
TEENS = range(11, 14)


def english(said: Repetition) -> str:
    """Say it in English."""
    every = _english_every(said)
    match said.unit:
        case Unit.WEEK if said.weekdays:
            named = _english_weekdays(said)
            return f"every {named}" if said.interval == 1 else f"{every} on {named}"
        case Unit.MONTH if said.weekdays and said.interval == 1:
            return f"every {_english_counted(said)} of the month"
        case Unit.MONTH if said.weekdays or said.days:
            on = _english_counted(said) or _english_days(said.days)
            return f"{every} on the {on}"
        case Unit.YEAR if said.month:
            return f"{every} on {_english_day_of_year(said)}"
        case _:
            return every


def georgian(said: Repetition) -> str:
    """Say it in Georgian."""
    every = _georgian_every(said)
    match said.unit:
        case Unit.WEEK if said.weekdays:
            named = _georgian_weekdays(said)
            return f"ყოველ {named}" if said.interval == 1 else f"{every}, {named}"
        case Unit.MONTH if said.weekdays or said.days:
            on = _georgian_counted(said) or _georgian_days(said.days)
            return f"ყოველი თვის {on}" if said.interval == 1 else f"{every}, {on}"
        case Unit.YEAR if said.month:
            on = _georgian_day_of_year(said)
            return f"{every} {on}" if said.interval == 1 else f"{every}, {on}"
        case _:
            return every


def english_bounds(first: date, last: date | None, *, by_year: bool) -> str:
    """Say from when until when, both inclusive; the year once where it is one."""
    if by_year:
        return f"from {first.year}" + (f" until {last.year}" if last else "")
    if last is None:
        return f"from {_english_day(first)} {first.year}"
    year = f" {first.year}" if first.year != last.year else ""
    until = f"{_english_day(last)} {last.year}"
    return f"from {_english_day(first)}{year} until {until}"


def georgian_bounds(first: date, last: date | None, *, by_year: bool) -> str:
    """Say from when until when, both inclusive; the year once where it is one."""
    if by_year:
        said = f"{first.year} წლიდან"
        return f"{said} {last.year} წლის ჩათვლით" if last else said
    said = f"{first.year} წლის {first.day} {_georgian_from(first.month)}"
    if last is None:
        return said
    return f"{said} {georgian_end(last, named=first.year)}"


def georgian_end(last: date, named: int = 0) -> str:
    """Say until when, inclusive; the year unless it is the one that was `named`."""
    day = f"{last.day} {_georgian_of(last.month)} ჩათვლით"
    return day if last.year == named else f"{last.year} წლის {day}"


def _english_every(said: Repetition) -> str:
    unit = ENGLISH_UNITS[said.unit]
    if said.interval == 1:
        return f"every {unit}"
    ordinal = ENGLISH_ORDINALS.get(said.interval)
    return f"every {ordinal} {unit}" if ordinal else f"every {said.interval} {unit}s"


def _english_weekdays(said: Repetition) -> str:
    if said.weekdays == WORKDAYS:
        return ENGLISH_WEEKDAYS[-1] + ("s" if said.interval > 1 else "")
    return _english_list([ENGLISH_WEEKDAYS[weekday] for _, weekday in said.weekdays])


def _english_day_of_year(said: Repetition) -> str:
    month = ENGLISH_MONTHS[said.month - 1]
    if said.weekdays:
        return f"the {_english_counted(said)} of {month}"
    if said.days == (LAST,):
        return f"the last day of {month}"
    return f"{_english_list([str(day) for day in said.days])} {month}"


def _english_counted(said: Repetition) -> str:
    return _english_list(
        [
            f"{_english_list([ENGLISH_ORDINALS[n] for n in ordinals])}"
            f" {ENGLISH_WEEKDAYS[weekday]}"
            for weekday, ordinals in _by_weekday(said)
        ]
    )


def _english_days(days: Sequence[int]) -> str:
    if days == (LAST,):
        return "last day"
    return _english_list([f"{day}{_suffix(day)}" for day in days])


def _suffix(day: int) -> str:
    if day in TEENS:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _english_day(day: date) -> str:
    return f"{day.day} {ENGLISH_MONTHS[day.month - 1]}"


def _english_list(parts: Sequence[str]) -> str:
    return _listed(parts, "and")


def _georgian_every(said: Repetition) -> str:
    if said.interval == 1:
        return GEORGIAN_EVERY[said.unit]
    number = GEORGIAN_NUMBERS.get(said.interval, said.interval)
    return f"{number} {GEORGIAN_ONCE_IN[said.unit]} ერთხელ"


def _georgian_weekdays(said: Repetition) -> str:
    if said.weekdays == WORKDAYS:
        return GEORGIAN_WEEKDAYS[-1] if said.interval == 1 else "სამუშაო დღეებში"
    return _georgian_datives(
        [GEORGIAN_WEEKDAYS[weekday] for _, weekday in said.weekdays]
    )


def _georgian_day_of_year(said: Repetition) -> str:
    if said.weekdays or said.days == (LAST,):
        on = _georgian_counted(said) or _georgian_days(said.days)
        return f"{_georgian_of(said.month)} {on}"
    days = _georgian_list([str(day) for day in said.days])
    return f"{days} {GEORGIAN_ON_MONTHS[said.month - 1]}"


def _georgian_counted(said: Repetition) -> str:
    return _georgian_datives(
        [
            f"{_georgian_list([GEORGIAN_ORDINALS[n] for n in ordinals])}"
            f" {GEORGIAN_WEEKDAYS[weekday]}"
            for weekday, ordinals in _by_weekday(said)
        ]
    )


def _georgian_days(days: Sequence[int]) -> str:
    if days == (LAST,):
        return "ბოლო დღეს"
    return f"{_georgian_list([str(day) for day in days])} რიცხვში"


def _georgian_of(month: int) -> str:
    stem = GEORGIAN_STEMS[month - 1]
    return stem + ("ს" if stem.endswith("ო") else "ის")


def _georgian_from(month: int) -> str:
    stem = GEORGIAN_STEMS[month - 1]
    return stem + ("დან" if stem.endswith("ო") else "იდან")


def _georgian_list(parts: Sequence[str]) -> str:
    return _listed(parts, "და")


def _georgian_datives(parts: Sequence[str]) -> str:
    """Join words in the dative: the one before "and" takes an -ა."""
    before = [f"{word}ა" for word in parts[-2:-1]]
    return _georgian_list([*parts[:-2], *before, *parts[-1:]])


def _listed(parts: Sequence[str], joint: str) -> str:
    if len(parts) <= 1:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {joint} {parts[-1]}"


def _by_weekday(said: Repetition) -> list[tuple[int, list[int]]]:
    """Return each weekday with its ordinals."""
    pairs = [pair for pair in said.weekdays if pair[0] != EACH]
    grouped = groupby(pairs, lambda pair: pair[1])
    return [(weekday, [n for n, _ in group]) for weekday, group in grouped]
