"""Whether a piece of text, an address or a link is fit to be published."""

import re
import unicodedata
from urllib.parse import urlsplit

LINE_BREAKS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
PROSE_MAY_HOLD = frozenset("\n\r\t")
MOST_LINK = 2_000
MOST_ADDRESS = 254  # RFC 5321 4.5.3.1.3, without the angle brackets
ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*"
    r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)
SCHEMES = ("http", "https", "mailto")


def line_problem(text: str, most: int) -> str | None:
    """Say what is wrong with one line of plain text, or None."""
    if any(letter in LINE_BREAKS for letter in text):
        return "must be one line"
    return _letters_problem(text, frozenset("\t")) or _length_problem(text, most)


def prose_problem(text: str, most: int) -> str | None:
    """Say what is wrong with text of several lines, or None."""
    return _letters_problem(text, PROSE_MAY_HOLD) or _length_problem(text, most)


def address_problem(address: str) -> str | None:
    """Say what is wrong with a mail address, or None.

    Plain addresses only (RFC 5322 3.4.1 without quoting and comments): those
    forms carry header injections more often than mail.
    """
    if len(address) > MOST_ADDRESS or not ADDRESS.fullmatch(address):
        return f"{address[:80]!r} is no mail address such as nino@example.org"
    return None


def link_problem(url: str) -> str | None:
    """Say what is wrong with a link, or None. Only http, https and mailto pass."""
    if any(letter.isspace() or letter in '<>"\\^`{|}' for letter in url):
        return f"{url[:80]!r} holds characters that an address cannot have"
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return f"{url[:80]!r} is no web address"
    if parts.scheme not in SCHEMES or not (parts.hostname or parts.scheme == "mailto"):
        return f"{url[:80]!r} is no web address; write one like https://example.org/"
    return _letters_problem(url, frozenset()) or _length_problem(url, MOST_LINK)


def _letters_problem(text: str, allowed: frozenset[str]) -> str | None:
    for letter in text:
        if letter in allowed:
            continue
        # Cc: controls, Cs: halves of a pair, and the two that XML 1.0 bars.
        if unicodedata.category(letter) in {"Cc", "Cs"} or letter in "\ufffe\uffff":
            return f"contains the control character U+{ord(letter):04X}"
    return None


def _length_problem(text: str, most: int) -> str | None:
    if len(text) > most:
        return f"is {len(text):,} characters long; at most {most:,} are accepted"
    return None
