import gzip
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.feeds import squeezing
from calendar_service.feeds.squeezing import Squeezer, ends_chunk, squeeze_whole

PARTS = st.lists(st.binary(max_size=200))


def cuts(parts: list[bytes]) -> list[int]:
    return list(accumulate(map(len, parts)))


@given(PARTS, PARTS)
def test_what_is_squeezed_is_the_whole_and_depends_on_nothing_else(
    first: list[bytes], second: list[bytes]
) -> None:
    used = Squeezer()
    used.squeeze(b"".join(first), cuts(first))
    body = b"".join(second)
    squeezed = used.squeeze(body, cuts(second))
    assert gzip.decompress(squeezed) == body
    assert squeezed == Squeezer().squeeze(body, cuts(second))


@given(st.binary())
def test_a_short_document_is_one_piece(body: bytes) -> None:
    assert gzip.decompress(squeeze_whole(body)) == body


@pytest.fixture
def squeezed_anew(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Note each chunk that is not taken from the time before."""
    noted: list[bytes] = []
    deflated = squeezing._deflated  # noqa: SLF001 - what it costs is seen nowhere else

    def noting(chunk: memoryview) -> bytes:
        noted.append(bytes(chunk))
        return deflated(chunk)

    monkeypatch.setattr(squeezing, "_deflated", noting)
    return noted


def test_one_part_that_changes_costs_one_chunk(squeezed_anew: list[bytes]) -> None:
    parts = [b"%d " % n * 40 for n in range(20)]
    squeezer = Squeezer()
    squeezer.squeeze(b"".join(parts), cuts(parts))
    assert squeezed_anew == parts
    for changed in (b"changed, and longer than before", b"short"):
        squeezed_anew.clear()
        parts[5] = changed
        whole = squeezer.squeeze(b"".join(parts), cuts(parts))
        assert squeezed_anew == [changed]
        assert gzip.decompress(whole) == b"".join(parts)


def test_one_that_is_squeezed_in_the_middle_of_another_harms_neither(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parts = [b"%d " % n * 40 for n in range(20)]
    other = [b"another", *parts[::-1]]
    squeezer = Squeezer()
    squeezer.squeeze(b"".join(parts), cuts(parts))
    deflated = squeezing._deflated  # noqa: SLF001 - the one place in the middle
    within: list[bytes] = []

    def interrupted(chunk: memoryview) -> bytes:
        if not within:
            within.append(b"")
            within[0] = squeezer.squeeze(b"".join(other), cuts(other))
        return deflated(chunk)

    monkeypatch.setattr(squeezing, "_deflated", interrupted)
    changed = [b"changed", *parts]
    whole = squeezer.squeeze(b"".join(changed), cuts(changed))
    assert gzip.decompress(whole) == b"".join(changed)
    assert gzip.decompress(within[0]) == b"".join(other)


def test_a_part_that_comes_or_goes_costs_the_chunk_it_stands_in(
    squeezed_anew: list[bytes],
) -> None:
    parts = {mark: b"part %d;" % mark for mark in range(1, 2_000)}
    squeezer = Squeezer()

    def number_squeezed(chosen: dict[int, bytes]) -> int:
        squeezed_anew.clear()
        ends = zip(chosen, accumulate(map(len, chosen.values())), strict=True)
        within = [end for mark, end in ends if ends_chunk(mark)]
        body = b"".join(chosen.values())
        assert gzip.decompress(squeezer.squeeze(body, within)) == body
        return len(squeezed_anew)

    assert number_squeezed(parts) > 20
    assert number_squeezed({m: part for m, part in parts.items() if m != 7}) == 1
    assert number_squeezed(parts) == 1


def test_gzip_tells_neither_time_nor_name_nor_system() -> None:
    assert squeeze_whole(b"x")[:10] == bytes.fromhex("1f8b08000000000000ff")
    assert gzip.decompress(squeeze_whole(b"")) == b""


def test_chunks_end_at_one_mark_in_sixty_four_wherever_the_marks_begin() -> None:
    for start in (0, 1_000, 10**6, 10**12):
        number = sum(map(ends_chunk, range(start, start + 6_400)))
        assert 90 <= number <= 110
