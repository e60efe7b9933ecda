import gzip

from hypothesis import given
from hypothesis import strategies as st

from calendar_service.feeds.squeezing import Piece, Squeezer, squeeze_whole

PIECES = st.lists(st.builds(Piece, st.integers(0, 2**31), st.binary(max_size=200)))


def joined(pieces: list[Piece]) -> bytes:
    return b"".join(piece.body for piece in pieces)


@given(PIECES, PIECES)
def test_what_is_squeezed_is_the_whole_and_depends_on_nothing_else(
    first: list[Piece], second: list[Piece]
) -> None:
    used = Squeezer()
    used.squeeze(first)
    squeezed = used.squeeze(second)
    assert gzip.decompress(squeezed) == joined(second)
    assert squeezed == Squeezer().squeeze(second)


@given(st.binary())
def test_a_short_document_is_one_piece(body: bytes) -> None:
    assert gzip.decompress(squeeze_whole(body)) == body


def test_one_piece_that_changes_costs_one_chunk() -> None:
    pieces = [Piece(n, b"%d " % n * 40) for n in range(1000)]
    squeezer = Squeezer()
    squeezer.squeeze(pieces)
    before = set(squeezer._squeezed)  # noqa: SLF001 - what was kept is seen nowhere else
    pieces[500] = Piece(500, b"changed")
    squeezer.squeeze(pieces)
    assert len(before - set(squeezer._squeezed)) == 1  # noqa: SLF001 - as above
    pieces.insert(500, Piece(5000, b"new"))
    squeezer.squeeze(pieces)
    assert len(set(squeezer._squeezed) - before) <= 2  # noqa: SLF001 - as above
