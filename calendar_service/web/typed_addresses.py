"""Mail addresses as people paste them: plain, or with names as mail programs do."""

import re
from collections.abc import Iterator

PIECE = re.compile(r'"[^"<>]*"|<[^<>]*>|[,;]|[^,;"<]+|["<]')
"""A quoted name, an address between angles, a separator, or anything else."""
BETWEEN_WORDS = re.compile(r"""[\s"'()<>,;]+""")
HOST_LIKE = re.compile(r"\w\.\w\w")


def read_addresses(text: str) -> list[str]:
    """Return the addresses of a text in their order, without the names.

    Lines, commas and semicolons stand between them. A comma may stand in a
    name as well, quoted or not, as in "Beridze, Nino <nino@example.org>". What
    cannot be understood comes back as it was typed, for a check to refuse it:
    nothing that may be somebody's address is passed over as part of a name.
    """
    lines = re.split(r"[\r\n]+", text)
    return [address for line in lines for address in _on_line(line)]


def _on_line(line: str) -> Iterator[str]:
    waiting: list[str] = []  # between commas: may begin the name of what follows
    part = ""
    for piece in [*PIECE.findall(line), ";"]:
        if piece.startswith("<") and piece.endswith(">"):
            yield from _named(waiting, part.strip(), piece)
            waiting, part = [], ""
        elif piece not in {",", ";"}:
            part += piece
        else:
            waiting += [part.strip()] if part.strip() else []
            part = ""
        if piece == ";":
            yield from waiting
            waiting = []


def _named(waiting: list[str], name: str, angled: str) -> Iterator[str]:
    """Yield what waits and is no part of the name, then the address."""
    first = len(waiting)
    while name and first and _may_begin_name(waiting[first - 1]):
        first -= 1
    yield from waiting[:first]
    address = angled[1:-1].strip()
    words = BETWEEN_WORDS.split(name.lower())
    is_alone = {word for word in words if "@" in word.strip("@")} <= {address.lower()}
    yield address if address and is_alone else f"{name} {angled}".strip()


def _may_begin_name(text: str) -> bool:
    """Tell whether it is no address, not even one that lacks its sign."""
    return "@" not in text and not HOST_LIKE.search(text)
