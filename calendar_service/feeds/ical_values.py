"""Content lines of iCalendar: escaped, quoted and folded as RFC 5545 says.

Written by hand: these lines are most of the work of a feed, and a library
that folds letter by letter takes twenty times as long.
"""

from collections.abc import Iterable

MOST_OCTETS = 74
"""Of a line and, with the space before it, of its continuation (RFC 5545 3.1)."""

BREAK = b"\r\n"
FOLD = BREAK + b" "
# Some readers unfold wrongly between an escape and what it escapes.
ESCAPES = b"\\^"
QUOTED = frozenset(",;:'")


def line(name: str, value: str, **parameters: str) -> bytes:
    """Return a whole content line with its break; `value` goes out as it is."""
    said = "".join(f";{key}={_parameter(key, p)}" for key, p in parameters.items())
    return fold(f"{name}{said}:{value}".encode())


def escaped(value: str) -> str:
    r"""Escape text as RFC 5545 3.3.11 says: \, ; and , and line feeds."""
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return value.replace("\n", "\\n")


def escaped_list(values: Iterable[str]) -> str:
    """Return texts with commas between them."""
    return ",".join(map(escaped, values))


def fold(unfolded: bytes) -> bytes:
    """Fold a line, never inside a character; the break at its end is added."""
    parts, start = [], 0
    while len(unfolded) - start > MOST_OCTETS:
        end = start + MOST_OCTETS
        while unfolded[end] & 0xC0 == 0x80:  # noqa: PLR2004 - inside a character of UTF-8
            end -= 1
        if unfolded[end - 1] in ESCAPES and end - 1 > start:
            end -= 1
        parts.append(unfolded[start:end])
        start = end
    parts.append(unfolded[start:])
    return FOLD.join(parts) + BREAK


def _parameter(name: str, value: str) -> str:
    """Quote where needed; RFC 6868 has an escape for the escape and for quotes."""
    said = value.replace("^", "^^").replace('"', "'")
    has_space = name == "CN" and " " in said
    return f'"{said}"' if has_space or QUOTED.intersection(said) else said
