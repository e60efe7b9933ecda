"""A readable address from a title, Georgian ones in the national romanisation."""

import re
import unicodedata
from collections.abc import Container
from itertools import count

MOST_LETTERS = 80
# The national system of 2002, apostrophes left out.
_LETTERS = "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ"
_ROMAN = "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h"
GEORGIAN = dict(zip(_LETTERS, _ROMAN.split(), strict=True))


def make_slug(title: str, taken: Container[str], fallback: str = "item") -> str:
    """Return the title as lower-case ASCII words joined by hyphens.

    A number is added where the slug is taken. At most 80 letters before it.
    """
    romanised = "".join(GEORGIAN.get(letter, letter) for letter in title.lower())
    plain = unicodedata.normalize("NFKD", romanised.replace("'", "").replace("’", ""))
    ascii_only = plain.encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    slug = slug[:MOST_LETTERS].rstrip("-") or fallback
    if slug not in taken:
        return slug
    return next(f"{slug}-{n}" for n in count(2) if f"{slug}-{n}" not in taken)
