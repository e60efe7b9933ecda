"""Addresses as they are pasted from mail programs, sheets and signatures."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.draft_text import address_problem
from calendar_service.web.typed_addresses import read_addresses

A, B, C = "a@example.org", "b@example.org", "c@example.org"


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("", []),
        (" ,;\r\n, ", []),
        (f"{A}\r\n\r\n{B}\r{C}", [A, B, C]),
        (f"{A},{B};{C};", [A, B, C]),
        (f"<{A}>", [A]),
        (f"< {A} >, <{B}>", [A, B]),
        (f"Nino Beridze <{A}>", [A]),
        (f"Nino Beridze<{A}>,Ana<{B}>", [A, B]),
        (f"Beridze, Nino <{A}>", [A]),
        (f'"Beridze, Nino" <{A}>', [A]),
        (f'"Beridze; Nino" <{A}>', [A]),
        (f"ბერიძე, ნინო <{A}>", [A]),
        (f"O'Brien, Pat <{A}>", [A]),
        (f"Beridze, Nino, Ph.D. <{A}>", [A]),
        (f"Beridze, N. (Press) <{A}>", [A]),
        (f'Nino "Nika, the one" Beridze <{A}>', [A]),
        (f'"Nino \\"Nika\\" Beridze, Dr" <{A}>', [A]),
        (f"Beridze, Nino <{A}>; Lomidze, Ana <{B}>", [A, B]),
        (f"Beridze, Nino <{A}>, Lomidze, Ana <{B}>, {C}", [A, B, C]),
        (f"Beridze, Nino <{A}> Lomidze, Ana <{B}>", [A, B]),
        (f'"Beridze, Nino" <{A}>,"Lomidze, Ana" <{B}>', [A, B]),
        (f"{A}, Lomidze, Ana <{B}>", [A, B]),
        (f"{A}; Lomidze, Ana <{B}>; {C}", [A, B, C]),
        (f"{A}, Ana <{B}>", [A, B]),
        (f"{A}, <{B}>", [A, B]),
        (f"<{A}>, {B}", [A, B]),
        (f"<{A}> {B}", [A, B]),
        (f"{A} <{A}>", [A]),
        (f"'{A}' <{A.upper()}>", [A.upper()]),
        (f'"Nino ({A})" <{A}>', [A]),
        (f"Nino @ home <{A}>", [A]),
        (f"example.org <{A}>", [A]),
        (f'"Beridze, Nino <{A}>', [A]),
        (f'"Beridze, Nino <{A}>; "Lomidze, Ana" <{B}>', [A, B]),
    ],
)
def test_addresses_are_found_among_names(text: str, addresses: list[str]) -> None:
    assert read_addresses(text) == addresses


@pytest.mark.parametrize(
    ("text", "found", "refused"),
    [
        ("nobody", ["nobody"], ["nobody"]),
        ("Beridze, Nino", ["Beridze", "Nino"], ["Beridze", "Nino"]),
        (f"Beridze, {A}", ["Beridze", A], ["Beridze"]),
        (f"Beridze; Nino <{A}>", ["Beridze", A], ["Beridze"]),
        (f"Beridze, <{A}>", ["Beridze", A], ["Beridze"]),
        (f"Beridze\nNino <{A}>", ["Beridze", A], ["Beridze"]),
        (f"nino@, Ana <{A}>", ["nino@", A], ["nino@"]),
        (f"nino.example.org, Ana <{A}>", ["nino.example.org", A], ["nino.example.org"]),
        (f"{A} {B}", [f"{A} {B}"], [f"{A} {B}"]),
        (f"{A} Nino <{B}>", [f"{A} Nino <{B}>"], [f"{A} Nino <{B}>"]),
        (f"{A} <{B}>", [f"{A} <{B}>"], [f"{A} <{B}>"]),
        (f'"{A}, "Nino" <{B}>', [f'"{A}, "Nino" <{B}>'], [f'"{A}, "Nino" <{B}>']),
        (f"{A}> Nino <{B}>", [f"{A}> Nino <{B}>"], [f"{A}> Nino <{B}>"]),
        (f"Nino <{A}> (Press)", [A, "(Press)"], ["(Press)"]),
        ("Nino <>", ["Nino <>"], ["Nino <>"]),
        ("<>", ["<>"], ["<>"]),
        ("Nino <nino>", ["nino"], ["nino"]),
        (f"Nino <{A}, {B}>", [f"{A}, {B}"], [f"{A}, {B}"]),
        (f"Nino <{A}", [f"Nino <{A}"], [f"Nino <{A}"]),
        (f'"a,b"@x.org, {A}', ['"a,b"@x.org', A], ['"a,b"@x.org']),
    ],
)
def test_what_cannot_be_understood_is_left_to_be_refused(
    text: str, found: list[str], refused: list[str]
) -> None:
    assert read_addresses(text) == found
    assert [each for each in found if address_problem(each)] == refused


LETTERS = st.text(st.sampled_from("abcNO'-აბგ"), min_size=1, max_size=6)
NAMES = st.lists(LETTERS, min_size=1, max_size=3)
ADDRESSES = st.from_regex(r"[a-z]{1,5}(\.[a-z]{1,3})?@[a-z]{1,5}\.org", fullmatch=True)


@st.composite
def spelled(draw: st.DrawFn) -> tuple[str, str]:
    """An address, and how somebody may have written it."""
    address, name = draw(ADDRESSES), draw(NAMES)
    spelling = draw(
        st.sampled_from(
            [
                address,
                f"<{address}>",
                f"{address} <{address}>",
                f"{' '.join(name)} <{address}>",
                f"{', '.join(name)} <{address}>",
                f'"{", ".join(name)}" <{address}>',
                f'"{"; ".join(name)}"<{address}>',
                f'"{address}" <{address}>',
            ]
        )
    )
    return address, spelling


@given(st.lists(st.tuples(spelled(), st.sampled_from([",", ", ", ";", " ; ", "\r\n"]))))
def test_however_addresses_are_written_all_are_found_and_in_order(
    written: list[tuple[tuple[str, str], str]],
) -> None:
    text = "".join(spelling + separator for (_, spelling), separator in written)
    assert read_addresses(text) == [address for (address, _), _ in written]


@given(st.text(st.sampled_from('ab@.<>",; \n\\'), max_size=40))
def test_no_plain_address_between_separators_is_passed_over(text: str) -> None:
    found = read_addresses(text)
    parts = re.split(r"[,;\n]", text)
    plain = [part.strip() for part in parts if address_problem(part.strip()) is None]
    assert [part for part in plain if not any(part in each for each in found)] == []
    assert [each for each in found if each != each.strip() or not each] == []


@pytest.mark.parametrize("odd", ['"', '"\\', "<", "<a", "a", "a,", 'a"<', "a@", "@a."])
def test_much_of_anything_is_read_at_once(odd: str) -> None:
    text = odd * (100_000 // len(odd))
    assert read_addresses(f"{text} <{A}")[-1].endswith(A)
