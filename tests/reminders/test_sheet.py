"""Tests of reminders/sheet.py."""

import re

import pytest

from calendar_service.domain.item import ItemKind
from calendar_service.reminders.sheet import COLOURS, PAGE


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    shares = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_kind_has_a_colour() -> None:
    assert set(ItemKind) == set(COLOURS)


@pytest.mark.parametrize("kind", ItemKind)
def test_white_letters_on_each_colour_can_be_read(kind: ItemKind) -> None:
    assert 1.05 / (luminance(COLOURS[kind]) + 0.05) >= 4.5


def test_the_page_loads_nothing() -> None:
    assert not re.search(r"<img|<script|<link|@import|url\(|https?://", PAGE)
