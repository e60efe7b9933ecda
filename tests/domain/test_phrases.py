import string

import pytest

from calendar_service.domain.item import ItemKind
from calendar_service.domain.phrases import (
    KINDS,
    KINDS_PLURAL,
    PHRASES,
    kind_name,
    kind_names,
    phrase,
)

LANGUAGES = ("en", "ka")


def holes(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_a_name_and_a_plural(language: str) -> None:
    assert set(KINDS[language]) == set(KINDS_PLURAL[language]) == set(ItemKind)


def test_every_phrase_is_there_in_each_language_with_the_same_holes() -> None:
    english, georgian = (PHRASES[language] for language in LANGUAGES)
    assert {name: holes(text) for name, text in english.items()} == {
        name: holes(text) for name, text in georgian.items()
    }


def test_georgian_is_written_in_its_own_small_letters() -> None:
    said = [
        *PHRASES["ka"].values(),
        *KINDS["ka"].values(),
        *KINDS_PLURAL["ka"].values(),
    ]
    letters = {letter for text in said for letter in text.partition("{")[0]}
    assert {letter for letter in letters if letter.isalpha()} <= set(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ"
    )


def test_words_are_found_by_language_and_english_stands_in() -> None:
    assert kind_name(ItemKind.SCREENING, "en") == "Screening"
    assert kind_name(ItemKind.SCREENING, "ka") == "ფილმის ჩვენება"
    assert kind_name(ItemKind.SCREENING, "de") == "Screening"
    assert kind_names(ItemKind.STUDY_VISIT, "ka") == "სასწავლო ვიზიტები"
    assert kind_names(ItemKind.STUDY_VISIT, "de") == "Study visits"
    assert phrase("cancelled", "ka") == "გაუქმდა"
    assert phrase("cancelled", "de") == "CANCELLED"
