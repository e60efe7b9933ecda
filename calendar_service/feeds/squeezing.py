"""A long document as gzip (RFC 1952) at the cost of what changed in it."""

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

LEVEL = 6
# No file name and no time: the same bytes give the same bytes, when- and wherever.
HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
LAST_BLOCK = b"\x03\x00"
SPREAD = 2654435761
"""Knuth's multiplier: ids that follow each other are spread over all numbers."""
PER_CHUNK = 64


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a document; `mark` stays with it, whatever comes before it."""

    mark: int
    body: bytes


@dataclass
class Squeezer:
    """Squeezes chunks of pieces once, and joins them.

    Where a chunk ends is decided by the marks alone, so one piece that changes,
    comes or goes costs one chunk. A chunk ends in a full flush (RFC 1951), so
    that it depends on nothing before it.
    """

    _squeezed: dict[tuple[bytes, ...], bytes] = field(default_factory=dict)

    def squeeze(self, pieces: Iterable[Piece]) -> bytes:
        """Return the gzip of all pieces joined; forget what was not used for it."""
        kept: dict[tuple[bytes, ...], bytes] = {}
        checksum, length = 0, 0
        parts = [HEAD]
        for chunk in _chunks(pieces):
            squeezed = kept.get(chunk) or self._squeezed.get(chunk) or _deflated(chunk)
            kept[chunk] = squeezed
            parts.append(squeezed)
            for body in chunk:
                checksum = zlib.crc32(body, checksum)
                length += len(body)
        self._squeezed = kept
        parts += [LAST_BLOCK, struct.pack("<II", checksum, length & 0xFFFFFFFF)]
        return b"".join(parts)


def squeeze_whole(body: bytes) -> bytes:
    """Return the gzip of a short document."""
    return Squeezer().squeeze([Piece(0, body)])


def _chunks(pieces: Iterable[Piece]) -> Iterator[tuple[bytes, ...]]:
    chunk: list[bytes] = []
    for piece in pieces:
        chunk.append(piece.body)
        if _ends_chunk(piece.mark):
            yield tuple(chunk)
            chunk = []
    if chunk:
        yield tuple(chunk)


def _ends_chunk(mark: int) -> bool:
    return (mark * SPREAD & 0xFFFFFFFF) * PER_CHUNK >> 32 == 0


def _deflated(chunk: Sequence[bytes]) -> bytes:
    squeezer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return squeezer.compress(b"".join(chunk)) + squeezer.flush(zlib.Z_FULL_FLUSH)
