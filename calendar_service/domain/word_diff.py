"""What changed in a text, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_WORDS = 3_000
# With the space behind it: spaces alone would be too many to compare.
PIECES = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")


class Fate(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that share a fate."""

    fate: Fate
    text: str


def word_diff(before: str, after: str) -> list[Piece]:
    """Return the pieces of both texts in order.

    The kept and the new make `after`, the kept and the gone `before`. Texts
    beyond 3,000 words are told as one gone and one new.
    """
    old, new = PIECES.findall(before), PIECES.findall(after)
    if before == after:
        return [Piece(Fate.KEPT, after)] if after else []
    if max(len(old), len(new)) > MOST_WORDS:
        return _pieces((Fate.GONE, before), (Fate.NEW, after))
    found: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, from_, to, begin, end in matcher.get_opcodes():
        gone, come = "".join(old[from_:to]), "".join(new[begin:end])
        if tag == "equal":
            found += _pieces((Fate.KEPT, come))
        else:
            found += _pieces((Fate.GONE, gone), (Fate.NEW, come))
    return found


def _pieces(*said: tuple[Fate, str]) -> list[Piece]:
    return [Piece(fate, text) for fate, text in said if text]
