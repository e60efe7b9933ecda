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

    def of_year(self, year: int, language: str) -> dict[date, str]:
        """Return the names of a year's holidays by day, empty for unknown years."""
        return dict(sorted(_names_of(year, _spoken(language)).items()))

    def name(self, day: date, language: str) -> str:
        """Return what a holiday is called, "" where it is none."""
        return _names_of(day.year, _spoken(language)).get(day, "")


GEORGIAN_HOLIDAYS = GeorgianHolidays()


def _spoken(language: str) -> str:
    """Return the language of the package for one of ours."""
    return "ka" if language == "ka" else "en_US"


@cache
def _days_of(year: int) -> frozenset[date]:
    """Return the holidays of a year, computed once.

    The package knows the world and loads all of it: a fifth of a second that
    a command without a calendar in it, such as --help, must not wait for.
    """
    return frozenset(_names_of(year, "ka"))


@cache
def _names_of(year: int, language: str) -> dict[date, str]:
    """Return the holidays of a year by day."""
    country = import_module("holidays").country_holidays
    return dict(country("GE", years=year, language=language).items())
