"""How much of a crowded month its page shows, so that it stays small. Pure."""

from collections.abc import Sequence
from datetime import date

from calendar_service.domain.texts import Words
from calendar_service.web.entries import Agenda, Entry
from calendar_service.web.month import SLOTS, Day, Month, Slot, make_weeks

FEWEST = 2
MOST_DAY_LETTERS, MOST_REST_LETTERS, MOST_LINE_LETTERS = 60, 30, 120
"""The three lines of a bar of one day show some sixty letters."""
LETTERS_ACROSS = 25
"""In each day of the one line of a longer bar."""
TABLE_BYTES, LIST_BYTES = 40_000, 24_000
"""With cells, frame and filters around them, a page of less than 100 kB."""
MARKUP_OF_BAR, MARKUP_OF_REST, MARKUP_OF_LINE = 360, 80, 240
DEPTHS = range(4, 0, -1)


def fit_weeks(month: Month, entries: Sequence[Entry], today: date) -> list[list[Day]]:
    """Lay a month out with as many lines to a day as fit, two at least."""
    weeks = make_weeks(month, entries, today)
    for lines in range(SLOTS - 1, FEWEST - 1, -1):
        if weight_of_table(weeks) <= TABLE_BYTES:
            break
        weeks = make_weeks(month, entries, today, lines)
    return weeks


def list_depth(agenda: Agenda) -> int:
    """Return how many entries of each day fit into the list of a month."""
    days = [entries for _, entries in agenda.days]
    for depth in DEPTHS:
        shown = [entry for entries in days for entry in entries[:depth]]
        if sum(map(_weight_of_line, shown)) <= LIST_BYTES:
            return depth
    return DEPTHS[-1]


def weight_of_table(weeks: Sequence[Sequence[Day]]) -> int:
    """Return about how many bytes the lines of a table take."""
    return sum(_weight_of(slot) for week in weeks for day in week for slot in day.slots)


def bar_words(slot: Slot) -> Words:
    """Return what a bar says; its title attribute says more."""
    title = slot.entry.title if slot.entry else Words("", "")
    return _shortened(title, max(MOST_DAY_LETTERS, slot.days * LETTERS_ACROSS))


def rest_words(entry: Entry) -> Words:
    """Return what is heard where a bar goes on."""
    return _shortened(entry.title, MOST_REST_LETTERS)


def line_words(entry: Entry) -> Words:
    """Return what the list of a month says, and a bar under the pointer."""
    return _shortened(entry.title, MOST_LINE_LETTERS)


def _shortened(words: Words, most: int) -> Words:
    if len(words.text) <= most:
        return words
    return Words(words.text[: most - 1].rstrip() + "…", words.language)


def _weight_of(slot: Slot) -> int:
    entry = slot.entry
    if entry is None:
        return 0
    if not slot.days:
        return MARKUP_OF_REST + _bytes_of(rest_words(entry))
    words = _bytes_of(bar_words(slot)) + _bytes_of(line_words(entry))
    return MARKUP_OF_BAR + len(entry.item.slug) + words


def _weight_of_line(entry: Entry) -> int:
    return MARKUP_OF_LINE + len(entry.item.slug) + _bytes_of(line_words(entry))


def _bytes_of(words: Words) -> int:
    return len(words.text.encode())
