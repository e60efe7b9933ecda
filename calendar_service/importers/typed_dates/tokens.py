"""Typed text to tokens: numbers, months, hours, and the small words between."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from difflib import get_close_matches

from calendar_service.domain.span import EARLIEST_YEAR, LATEST_YEAR
from calendar_service.importers.typed_dates.lexicon import NAMES, WORDS, Mark
from calendar_service.importers.typed_dates.refusals import NotUnderstood, Reason

MOST_LETTERS = 1_000
MOST_WORD = 40
LEAST_GUESSED, VERY_NEAR = 4, 0.82  # "match" is no March
THIS_CENTURY = 2000
NOON = 12
MOST_MONTH, MOST_DAY = 12, 31
PATTERN = re.compile(
    r"""
    (?P<iso>\d{4}-\d{1,2}-\d{1,2}) (?:t(?=\d))?
  | (?P<dotted>\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})(?!\d))
  | (?P<clock>\d{1,2}:\d{2}(?::\d{2})?) \s* (?P<half>[ap]\.?m\b\.?)?
  | (?P<hour>\d{1,2}(?:\.\d{2})?) \s* (?P<halves>[ap]\.?m\b\.?)
  | (?P<short>\d{1,2}[./]\d{1,2}) (?![./]?\d) \.?
  | (?P<nth>\d{1,2})(?:st|nd|rd|th)\b
  | მე-?(?P<nth_ka>\d{1,2})\b
  | (?P<plain>\d{1,9}) (?![\d])\.?
  | (?P<dash>[-/])
  | (?P<comma>[,;])
  | (?P<word>[^\W\d_]+(?:'[^\W\d_]+)?|[&+@])\.?
  | (?P<strange>\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
PLAIN = str.maketrans("–—−‒’", "----'") | {
    capital: capital - 0x1C90 + 0x10D0  # Georgian ones are signs of their own
    for capital in range(0x1C90, 0x1CBB)
}


@dataclass(frozen=True, slots=True)
class Token:
    """One sign or word; of `day`, the year is 4 where none was written.

    `is_of` tells "the 2nd of the month" from "the 2nd month".
    """

    mark: Mark
    text: str
    value: int = 0
    unit: str = ""
    day: date | None = None
    has_year: bool = True
    clock: time | None = None
    has_half: bool = False
    is_of: bool = False


def tokenise(text: str) -> list[Token]:
    """Return the tokens, Georgian word order made that of English.

    Raises NotUnderstood for what is no word of dates.
    """
    if len(text) > MOST_LETTERS:
        raise NotUnderstood(Reason.TOO_LONG)
    plain = text.translate(PLAIN)
    plain = re.sub(r"(?<=\d)-(?=[ა-ჰ])", " ", plain)  # "10:00-დან": no range
    found = [_token(match) for match in PATTERN.finditer(plain)]
    tokens = list(_without_fillers(found))
    if not tokens:
        raise NotUnderstood(Reason.EMPTY)
    return _pairs_joined(_years_behind(list(_split(tokens))))


def _without_fillers(tokens: list[Token]) -> Iterator[Token]:
    is_of = False
    for token in tokens:
        if token.mark is not Mark.FILLER:
            yield replace(token, is_of=True) if is_of else token
            is_of = False
        elif token.text.lower() == "of":
            is_of = True


def _token(match: re.Match[str]) -> Token:
    return READERS[match.lastgroup or "strange"](match, match[0].strip())


def _strange(_: re.Match[str], text: str) -> Token:
    raise NotUnderstood(Reason.UNKNOWN_WORD, text)


def _word(_: re.Match[str], text: str) -> Token:
    text = text.rstrip(".")
    known = WORDS.get(text.lower())
    if known is None:
        short = text[:MOST_WORD]
        raise NotUnderstood(Reason.UNKNOWN_WORD, short, _near(short.lower()))
    if known.mark is Mark.CLOCK:
        clock = time(known.value)
        return Token(known.mark, text, unit=known.unit, clock=clock, has_half=True)
    return Token(known.mark, text, known.value, known.unit)


def _near(word: str) -> str:
    """Return the name of a month or weekday that may have been meant, or ""."""
    if len(word) < LEAST_GUESSED:
        return ""
    return next(iter(get_close_matches(word, NAMES, 1, VERY_NEAR)), "").capitalize()


def _number(match: re.Match[str], text: str) -> Token:
    text, value = text.rstrip("."), int(match["plain"])
    if EARLIEST_YEAR <= value <= LATEST_YEAR:
        return Token(Mark.YEAR, text, value)
    return Token(Mark.DAY_NUMBER, text, value)


def _dated(match: re.Match[str], text: str) -> Token:
    written = match["iso"] or match["dotted"]
    parts = [int(part) for part in re.split("[-./]", written)]
    year, month, day = parts if "-" in written else reversed(parts)
    if re.search(r"[./]\d\d$", written):
        year += THIS_CENTURY
    try:
        found = date(year, month, day)
    except ValueError:
        raise NotUnderstood(Reason.NO_SUCH_DAY, text) from None
    if found == date.max:  # no day comes after it, so no span can end with it
        raise NotUnderstood(Reason.NO_SUCH_DAY, text)
    return Token(Mark.DATE, text, day=found)


def _short(match: re.Match[str], text: str) -> Token:
    """Read 3.5 as 3 May; what can be no day is an hour: 10.30."""
    first, second = (int(part) for part in re.split("[./]", match["short"]))
    is_date = 1 <= second <= MOST_MONTH and 1 <= first <= MOST_DAY
    if is_date:
        try:
            day = date(4, second, first)  # a leap year: the real one comes later
        except ValueError:
            raise NotUnderstood(Reason.NO_SUCH_DAY, text) from None
        return Token(Mark.DATE, text, day=day, has_year=False)
    return Token(Mark.CLOCK, text, clock=_time(text, first, second))


def _clocked(match: re.Match[str], text: str) -> Token:
    written = re.split("[:.]", match["clock"] or match["hour"])
    hour, minute, second, *_ = [*map(int, written), 0, 0]
    half = (match["half"] or match["halves"] or "")[:1].lower()
    if half:
        if not 1 <= hour <= NOON:
            raise NotUnderstood(Reason.NO_SUCH_TIME, text)
        hour = hour % NOON + (NOON if half == "p" else 0)
    clock = _time(text, hour, minute, second)
    return Token(Mark.CLOCK, text, clock=clock, has_half=bool(half))


def _time(text: str, hour: int, minute: int, second: int = 0) -> time:
    try:
        return time(hour, minute, second)
    except ValueError:
        raise NotUnderstood(Reason.NO_SUCH_TIME, text) from None


READERS: Mapping[str, Callable[[re.Match[str], str], Token]] = {
    "iso": _dated,
    "dotted": _dated,
    "clock": _clocked,
    "half": _clocked,
    "halves": _clocked,
    "short": _short,
    "nth": lambda match, text: Token(Mark.ORDINAL, text, int(match["nth"])),
    "nth_ka": lambda match, text: Token(Mark.ORDINAL, text, int(match["nth_ka"])),
    "plain": _number,
    "dash": lambda _, text: Token(Mark.DASH, text),
    "comma": lambda _, text: Token(Mark.COMMA, text),
    "word": _word,
    "strange": _strange,
}


def _split(tokens: list[Token]) -> Iterator[Token]:
    """Give what a Georgian ending says a token of its own."""
    behind = {"from": Mark.FROM_BEHIND, "until": Mark.UNTIL_BEHIND}
    for token in tokens:
        if token.unit in behind:
            yield replace(token, unit="")
            yield Token(behind[token.unit], token.text)
        else:
            yield token


def _years_behind(tokens: list[Token]) -> list[Token]:
    """Put "2020 წლის" behind its day and month: "ოქტომბერი 2020"."""
    found: list[Token] = []
    waiting: Token | None = None
    for place, token in enumerate(tokens):
        follows = tokens[place + 1].mark if place + 1 < len(tokens) else None
        if token.mark is Mark.YEAR_OF and found and found[-1].mark is Mark.YEAR:
            if follows in {Mark.DAY_NUMBER, Mark.MONTH, Mark.ORDINAL}:
                waiting = found.pop()
            continue
        found.append(token)
        if waiting is not None and token.mark is Mark.MONTH:
            if follows is Mark.DAY_NUMBER:
                continue
            found.append(waiting)
            waiting = None
    return found + ([waiting] if waiting else [])


def _pairs_joined(tokens: list[Token]) -> list[Token]:
    """Turn "3 from 5 until" into "3 - 5", and a lone ending into a word in front."""
    found: list[Token] = []
    repeats = any(each.mark is Mark.EVERY or each.unit == "each" for each in tokens)
    for place, token in enumerate(tokens):
        rest = {later.mark for later in tokens[place + 1 :]}
        if token.mark is Mark.FROM_BEHIND:
            if Mark.UNTIL_BEHIND in rest and not repeats:
                found.append(Token(Mark.DASH, token.text, unit="behind"))
            else:
                found.insert(_phrase_start(found), Token(Mark.FROM, token.text))
        elif token.mark is Mark.UNTIL_BEHIND:
            if not any(each.unit == "behind" for each in found):
                found.insert(_phrase_start(found), Token(Mark.UNTIL, token.text))
        else:
            found.append(token)
    return found


def _phrase_start(tokens: list[Token]) -> int:
    """Return where the date begins that the tokens end with."""
    place = len(tokens)
    if tokens and tokens[-1].mark in {Mark.CLOCK, Mark.WEEKDAY}:
        return place - 1
    parts = {Mark.DAY_NUMBER, Mark.ORDINAL, Mark.YEAR, Mark.DATE, Mark.MONTH}
    seen: set[Mark] = set()
    while place and tokens[place - 1].mark in parts - seen:
        place -= 1
        seen.add(tokens[place].mark)
    return place
