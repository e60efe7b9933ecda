"""The Georgian words of the pages: all there, and compiled as written."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parents[2] / "calendar_service"
FOLDER = PACKAGE / "translations" / "ka" / "LC_MESSAGES"
WORDS = {"gettext": None, "lazy_gettext": None, "_": None, "ngettext": (1, 2)}
Id = str | tuple[str, ...]


def _ids(catalog: Catalog) -> dict[Id, Id]:
    def plain(value: object) -> Id:
        return tuple(value) if isinstance(value, list | tuple) else str(value)

    return {plain(m.id): plain(m.string) for m in catalog if m.id}


@pytest.fixture(scope="module")
def written() -> dict[Id, Id]:
    with (FOLDER / "messages.po").open("rb") as file:
        return _ids(read_po(file))


@pytest.fixture(scope="module")
def used() -> set[Id]:
    found = extract_from_dir(
        PACKAGE / "web",
        method_map=[("**.py", "python"), ("**.html", "jinja2")],
        keywords=WORDS,
    )
    return {message for _, _, message, _, _ in found}


def test_every_string_of_the_pages_has_its_georgian_and_no_other_is_kept(
    written: dict[Id, Id], used: set[Id]
) -> None:
    assert set(written) == used
    assert len(used) > 100


def test_none_is_empty_or_unsure(written: dict[Id, Id]) -> None:
    assert [message for message, said in written.items() if not all(said)] == []
    assert "#, fuzzy" not in (FOLDER / "messages.po").read_text("utf-8")


def test_the_compiled_words_are_the_written_ones(written: dict[Id, Id]) -> None:
    with (FOLDER / "messages.mo").open("rb") as file:
        compiled = _ids(read_mo(file))
    assert {_first(key): _first(said) for key, said in compiled.items()} == {
        _first(key): _first(said) for key, said in written.items()
    }


def test_what_is_filled_in_is_the_same_in_both(written: dict[Id, Id]) -> None:
    # Georgian has one form for all numbers: the plural's.
    for message, said in written.items():
        wanted = message if isinstance(message, str) else message[-1]
        assert _places(wanted) == _places(_first(said)), message


def test_georgian_is_written_in_its_everyday_letters(written: dict[Id, Id]) -> None:
    # Mtavruli, the capitals of headlines, stand at U+1C90 and after.
    for said in written.values():
        assert not re.search("[\u1c90-\u1cbf]", _first(said))
        assert re.search("[ა-ჰ]", _first(said)), said


def _first(value: Id) -> str:
    return value if isinstance(value, str) else value[0]


def _places(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)s", text))
