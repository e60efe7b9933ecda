"""Words as search compares them: one script, no capitals, no accents; and near misses.

Georgian is compared by its romanisation (the national one, without the marks
of ejectives), so that "თბილისი", "Tbilisi" and capitals of any kind meet.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# An apostrophe or an accent inside a word does not end it.
WORD = re.compile(r"[^\W_](?:[\u0300-\u036f]|['’ʼ](?=[^\W_])|[^\W_])*")
APOSTROPHES = re.compile("['’ʼ]")
ROMAN = str.maketrans(
    dict(zip("აბგდევზთიკლმნოპრსტუფქყჯჰ", "abgdevztiklmnoprstupkqjh", strict=True))
    | {"ჟ": "zh", "ღ": "gh", "შ": "sh", "ჩ": "ch", "ც": "ts", "ძ": "dz"}
    | {"წ": "ts", "ჭ": "ch", "ხ": "kh"}
)
LONGEST_WORD = 60
MOST_WORDS = 8
MOST_LETTERS = 2_000
SHORTEST_STEM = 4
# Endings of cases and numbers: what is asked for stands in another one.
GEORGIAN_ENDINGS = (
    *("ებისთვის", "ისთვის", "ებში", "ების", "ებს", "ები", "იდან", "ში", "ზე"),
    *("ის", "ით", "ად", "მა", "ს", "ა", "ი", "ე", "ო"),
)
ENGLISH_ENDINGS = ("s",)
LIKENESS = 0.5
MOST_NEAR = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; `is_hit` where it is a word that was asked for."""

    text: str
    is_hit: bool


def fold(text: str) -> list[str]:
    """Return the words of a text as they are compared, in order."""
    return [fold_word(found.group()) for found in WORD.finditer(text)]


def fold_word(word: str) -> str:
    """Return one word as it is compared."""
    plain = unicodedata.normalize("NFKD", APOSTROPHES.sub("", word).casefold())
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    # Folding may leave signs behind: "½" is 1⁄2, "㏂" is a.m.
    kept = "".join(c for c in bare if c.isalnum())
    return unicodedata.normalize("NFC", kept).translate(ROMAN)[:LONGEST_WORD]


def asked_stems(text: str) -> list[str]:
    """Return what the words of a search begin with, each once, at most eight.

    An ending is left off where enough remains: "meetings" finds "meeting",
    "შეხვედრა" finds "შეხვედრის".
    """
    words = (found.group() for found in WORD.finditer(text[:MOST_LETTERS]))
    stems = (fold_word(_without_ending(word.casefold())) for word in words)
    return list(dict.fromkeys(filter(None, stems)))[:MOST_WORDS]


def pieces_of(text: str, stems: Sequence[str]) -> list[Piece]:
    """Cut a text at the words that begin with one of the stems."""
    return list(_pieces(text, tuple(stems)))


def excerpt_of(text: str, stems: Sequence[str], length: int) -> str:
    """Return about `length` letters around the first word that was asked for."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    starts = tuple(stems)
    hits = (m for m in WORD.finditer(line) if _is_hit(m.group(), starts))
    hit = next(hits, None)
    begin = max(hit.start() - length // 3, 0) if hit else 0
    if begin:
        begin = line.rfind(" ", 0, begin) + 1
    cut = line[begin : begin + length]
    if begin + length < len(line):
        cut = cut.rsplit(" ", 1)[0] + " …"
    return f"… {cut}" if begin else cut


def trigrams_of(word: str) -> set[str]:
    """Return the triples of letters of a folded word, its ends marked by spaces."""
    padded = f"  {word} "
    return {padded[n : n + 3] for n in range(len(padded) - 2)}


def nearest(stem: str, candidates: Iterable[str]) -> list[str]:
    """Return the words that somebody may have meant, the likest first."""
    rated = sorted((-likeness(stem, word), word) for word in set(candidates))
    return [word for rating, word in rated if -rating >= LIKENESS][:MOST_NEAR]


def likeness(one: str, other: str) -> float:
    """Return 1 for the same word, less for each letter put in, out or elsewhere.

    `other` may go on longer than `one`, which is the beginning of a word.
    """
    length = max(len(one), 1)
    return 1 - min(_steps(one, other[: length + n]) for n in (-1, 0, 1)) / length * 1.6


def _without_ending(word: str) -> str:
    is_georgian = "ა" <= word[-1] <= "ჿ"
    endings = GEORGIAN_ENDINGS if is_georgian else ENGLISH_ENDINGS
    for ending in endings:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= SHORTEST_STEM and not stem.endswith("s"):
            return stem
    return word


def _pieces(text: str, stems: tuple[str, ...]) -> Iterator[Piece]:
    at = 0
    for match in WORD.finditer(text):
        if not _is_hit(match.group(), stems):
            continue
        if match.start() > at:
            yield Piece(text[at : match.start()], is_hit=False)
        yield Piece(match.group(), is_hit=True)
        at = match.end()
    if at < len(text):
        yield Piece(text[at:], is_hit=False)


def _is_hit(word: str, stems: tuple[str, ...]) -> bool:
    return bool(stems) and fold_word(word).startswith(stems)


def _steps(one: str, other: str) -> int:
    """Return the letters put in, left out, changed or swapped with a neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        above, before, row = before, row, [i]
        for j, mark in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != mark))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == mark:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]
