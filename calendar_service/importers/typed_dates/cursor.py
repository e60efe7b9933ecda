"""A place in the tokens, moved on by whoever reads them."""

from collections.abc import Sequence
from dataclasses import dataclass

from calendar_service.importers.typed_dates.lexicon import Mark
from calendar_service.importers.typed_dates.tokens import Token


@dataclass(slots=True)
class Cursor:
    """The tokens, and how far they have been read."""

    tokens: Sequence[Token]
    place: int = 0

    def mark(self, ahead: int = 0) -> Mark | None:
        """Return what comes, None at the end."""
        there = self.place + ahead
        return self.tokens[there].mark if there < len(self.tokens) else None

    def take(self) -> Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def taken(self, *marks: Mark) -> Token | None:
        """Take the next token if it is one of these."""
        return self.take() if self.mark() in marks else None

    def rest(self) -> str:
        return " ".join(token.text for token in self.tokens[self.place :])
