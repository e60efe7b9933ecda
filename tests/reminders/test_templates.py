"""Tests of reminders/templates.py."""

import re

import pytest

from calendar_service.domain.item import ItemKind
from calendar_service.reminders.templates import SENTENCES, TASKS, say


@pytest.mark.parametrize("table", [SENTENCES, TASKS])
def test_each_language_has_the_same_sentences(table: dict[str, dict[str, str]]) -> None:
    english, georgian = table["en"], table["ka"]
    assert list(english) == list(georgian)
    for name, sentence in english.items():
        slots = re.findall(r"\{(\w+)\}", sentence)
        assert re.findall(r"\{(\w+)\}", georgian[name]) == slots, name


def test_every_kind_has_a_task() -> None:
    assert set(ItemKind) <= set(TASKS["en"])


def test_georgian_sentences_are_georgian() -> None:
    for sentence in (*SENTENCES["ka"].values(), *TASKS["ka"].values()):
        assert not re.search("[A-Za-z]", re.sub(r"\{\w+\}", "", sentence)), sentence


def test_an_unknown_language_is_english() -> None:
    assert say("start_1", "fr") == "Tomorrow"
