"""The public holidays of Georgia."""

from collections.abc import Container
from datetime import date
from functools import cache
from importlib import import_module


class GeorgianHolidays(Container[date]):
    """Answer `day in holidays`: Labour Code, article 30, and Orthodox Easter.

    Known from 1991 to 2100; before and after, no day is a holiday.
    """

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in _days_of(day.year)


GEORGIAN_HOLIDAYS = GeorgianHolidays()


@cache
def _days_of(year: int) -> frozenset[date]:
    """Return the holidays of a year, computed once.

    The package knows the world and loads all of it: a fifth of a second that
    a command without a calendar in it, such as --help, must not wait for.
    """
    found = import_module("holidays").country_holidays("GE", years=year)
    return frozenset(found.keys())
