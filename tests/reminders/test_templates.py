"""Tests of reminders/templates.py."""

import re

import pytest

from calendar_service.domain.item import ItemKind
from calendar_service.reminders.templates import COLOURS, PAGE, SENTENCES, TASKS, say


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    shares = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("table", [SENTENCES, TASKS])
def test_each_language_has_the_same_sentences(table: dict[str, dict[str, str]]) -> None:
    english, georgian = table["en"], table["ka"]
    assert list(english) == list(georgian)
    for name, sentence in english.items():
        slots = re.findall(r"\{(\w+)\}", sentence)
        assert re.findall(r"\{(\w+)\}", georgian[name]) == slots, name


def test_every_kind_has_a_task_and_a_colour() -> None:
    assert set(ItemKind) <= set(TASKS["en"])
    assert set(ItemKind) == set(COLOURS)


@pytest.mark.parametrize("kind", ItemKind)
def test_white_letters_on_each_colour_can_be_read(kind: ItemKind) -> None:
    assert 1.05 / (luminance(COLOURS[kind]) + 0.05) >= 4.5


def test_georgian_sentences_are_georgian() -> None:
    for sentence in (*SENTENCES["ka"].values(), *TASKS["ka"].values()):
        assert not re.search("[A-Za-z]", re.sub(r"\{\w+\}", "", sentence)), sentence


def test_an_unknown_language_is_english() -> None:
    assert say("start_1", "fr") == "Tomorrow"


def test_the_page_loads_nothing() -> None:
    assert not re.search(r"<img|<script|<link|@import|url\(|https?://", PAGE)
