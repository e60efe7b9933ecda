import gzip
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

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


def test_one_part_that_changes_costs_one_chunk() -> None:
    parts = [b"%d " % n * 40 for n in range(20)]
    squeezer = Squeezer()
    squeezer.squeeze(b"".join(parts), cuts(parts))
    before = dict(squeezer._squeezed)  # noqa: SLF001 - what was kept is seen nowhere else
    parts[5] = b"changed, and longer than before"
    squeezer.squeeze(b"".join(parts), cuts(parts))
    after = squeezer._squeezed  # noqa: SLF001 - as above
    assert len(before) == len(after) == 20
    assert len(before.keys() - after.keys()) == 1
    # What stayed is the very object: it was not squeezed again.
    assert sum(after[key] is before.get(key) for key in after) == 19


def test_a_part_that_comes_or_goes_costs_the_chunk_it_stands_in() -> None:
    parts = {mark: b"part %d;" % mark for mark in range(1, 2_000)}

    def squeezed(chosen: dict[int, bytes], squeezer: Squeezer) -> set[bytes]:
        ends = zip(chosen, accumulate(map(len, chosen.values())), strict=True)
        within = [end for mark, end in ends if ends_chunk(mark)]
        body = b"".join(chosen.values())
        assert gzip.decompress(squeezer.squeeze(body, within)) == body
        return set(squeezer._squeezed)  # noqa: SLF001 - as above

    squeezer = Squeezer()
    all_of_them = squeezed(parts, squeezer)
    without = squeezed({m: part for m, part in parts.items() if m != 7}, squeezer)
    assert len(without - all_of_them) == len(all_of_them - without) == 1


def test_gzip_tells_neither_time_nor_name_nor_system() -> None:
    assert squeeze_whole(b"x")[:10] == bytes.fromhex("1f8b08000000000000ff")
    assert gzip.decompress(squeeze_whole(b"")) == b""


def test_chunks_end_at_one_mark_in_sixty_four_wherever_the_marks_begin() -> None:
    for start in (0, 1_000, 10**6, 10**12):
        number = sum(map(ends_chunk, range(start, start + 6_400)))
        assert 90 <= number <= 110
