"""A long document as gzip (RFC 1952) at the cost of what changed in it."""

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise

LEVEL = 6
# No file name and no time: the same bytes give the same bytes, when- and wherever.
HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
LAST_BLOCK = b"\x03\x00"
SPREAD = 2654435761
"""Knuth's multiplier: ids that follow each other are spread over all numbers."""
PER_CHUNK = 64


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was squeezed last, and where in it each chunk stands, by its hash."""

    whole: bytes
    places: dict[bytes, tuple[int, int]]

    def find(self, key: bytes) -> memoryview | None:
        if key not in self.places:
            return None
        start, end = self.places[key]
        return memoryview(self.whole)[start:end]


@dataclass
class Squeezer:
    """Squeezes chunks of a document once, and joins them.

    A chunk ends in a full flush (RFC 1951), so that it depends on nothing
    before it. Where chunks end is decided by marks that stay with the parts of
    a document (see `ends_chunk`): one part that changes, comes or goes costs
    one chunk.
    """

    _kept: _Kept = field(default_factory=lambda: _Kept(b"", {}))

    def squeeze(self, body: bytes, cuts: Iterable[int] = ()) -> bytes:
        """Return the gzip of a body; `cuts` are the offsets of chunks, in order.

        It is kept for the next time, as one with what is returned; what was
        not used this time is forgotten.
        """
        kept = self._kept  # one look: another thread may put the next in its place
        parts: list[bytes | memoryview] = [HEAD]
        places: dict[bytes, tuple[int, int]] = {}
        end = len(HEAD)
        for chunk in _chunks(memoryview(body), cuts):
            # Known by its hash: the chunk itself would be a second copy of all.
            key = sha256(chunk).digest()
            squeezed = kept.find(key) or _deflated(chunk)
            start, end = end, end + len(squeezed)
            places[key] = start, end
            parts.append(squeezed)
        length = len(body) & 0xFFFFFFFF
        parts += [LAST_BLOCK, struct.pack("<II", zlib.crc32(body), length)]
        whole = b"".join(parts)
        self._kept = _Kept(whole, places)
        return whole


def squeeze_whole(body: bytes) -> bytes:
    """Return the gzip of a short document."""
    return Squeezer().squeeze(body)


def ends_chunk(mark: int) -> bool:
    """Tell whether a chunk ends after the part of this mark: one in 64 does."""
    return (mark * SPREAD & 0xFFFFFFFF) * PER_CHUNK >> 32 == 0


def _chunks(body: memoryview, cuts: Iterable[int]) -> Iterator[memoryview]:
    for start, end in pairwise((0, *cuts, len(body))):
        if end > start:
            yield body[start:end]


def _deflated(chunk: memoryview) -> bytes:
    squeezer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return squeezer.compress(chunk) + squeezer.flush(zlib.Z_FULL_FLUSH)
