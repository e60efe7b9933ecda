"""Text that every database can hold."""

MOST_INTEGER = 2**31 - 1
"""The greatest number of a PostgreSQL integer column."""


def is_storable(text: str) -> bool:
    """Tell whether text can stand in a table, and so whether it can be found.

    PostgreSQL takes no NUL, and no UTF-8 holds half of a surrogate pair:
    asking for such text is an error there, not an empty answer.
    """
    return storable(text) == text


def storable(text: str) -> str:
    """Return what others said, such as a mail server, fit for a table."""
    known = text.replace("\x00", "\ufffd")
    return known.encode("utf-8", "replace").decode("utf-8")
