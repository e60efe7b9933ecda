"""Values of iCalendar properties, escaped as RFC 5545 says."""

from collections.abc import Iterable

from icalendar import vText


class Raw(vText):
    """A value that is already in the form in which it goes out."""

    __slots__ = ()

    def to_ical(self) -> bytes:
        return str(self).encode()


def text(value: str) -> Raw:
    r"""Escape as RFC 5545 3.3.11 says; icalendar's own would break lines at \N."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return Raw(escaped.replace("\n", "\\n"))


def texts(values: Iterable[str]) -> Raw:
    return Raw(",".join(text(value) for value in values))
