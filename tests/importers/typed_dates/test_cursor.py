from calendar_service.importers.typed_dates.cursor import Cursor
from calendar_service.importers.typed_dates.lexicon import Mark
from calendar_service.importers.typed_dates.tokens import tokenise


def test_only_what_was_asked_for_is_taken() -> None:
    cursor = Cursor(tokenise("14 May every"))
    assert cursor.taken(Mark.MONTH) is None
    assert cursor.take().value == 14
    assert cursor.taken(Mark.YEAR, Mark.MONTH) is not None
    assert (cursor.mark(), cursor.mark(1), cursor.rest()) == (Mark.EVERY, None, "every")
