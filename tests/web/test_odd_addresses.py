"""No address that somebody makes up is a fault, signed in or not (promise 31)."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from calendar_service.domain.account import Account, Role
from calendar_service.storage.database import Database
from tests.builders import ADA, CLEO, make_item
from tests.web.seeing import add

MOST = 400
SEED = 31
OK, FAULT = 200, 500

# Percent-encoded where a client would encode it, and raw where a hostile one would not.
ODD_VALUES = (
    *("coordination-meeting", "all", "ics", "en", "meeting", "2026-03-12"),  # not odd
    "",
    "%00",
    "%FF%FE",
    "%C0%AF",
    "%ED%A0%80",
    "%F4%90%80%80",
    "%",
    "%zz",
    "%0D%0ASet-Cookie:%20a=b",
    "../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "..%5c..%5cwindows",
    "%252e%252e%252f",
    "-1",
    "0",
    "1",
    "9" * 19,
    "9" * 400,
    "1e309",
    "NaN",
    "-0",
    "%D9%A1%D9%A2",
    "%C2%B2",
    "0001",
    "0001-01",
    "0001-01-01",
    "9999",
    "9999-12",
    "9999-12-31",
    "0000-00-00",
    "2027-02-30",
    "2027-13",
    "10000-01-01",
    "2027-W53-7",
    "2027-03-01T25:61",
    quote("კინოჩვენება"),
    quote("\u202eabc"),
    quote("a\u0301" * 40),
    quote("😀"),
    quote("İıſK"),
    "'%20OR%201=1--",
    "%22%20NEAR(%22",
    "*",
    "(",
    "AND%20OR%20NOT",
    "%3Cscript%3E",
    "{{7*7}}",
    "a,,b,,,",
    "a" * 3000,
    "en+ka",
    "xx",
)
NAMES = (
    *("month", "from", "until", "kind", "tag", "place", "words", "lang", "alarm"),
    *("page", "q", "next", "feed", "year", "quarter", "status", "sort", "days"),
    *("zone", "person", "uid", "id", "language", "to", "date", "%00", "[]", "%FF"),
)


def test_no_odd_address_is_a_fault(app: Flask, database: Database) -> None:
    add(database, make_item())
    assert _faults(app, app.test_client()) == []


@pytest.mark.parametrize("account", [replace(ADA, role=Role.ADMIN), CLEO])
def test_no_odd_address_is_a_fault_for_those_who_signed_in(
    app: Flask,
    database: Database,
    signed_in_as: Callable[[Account], FlaskClient],
    account: Account,
) -> None:
    add(database, make_item())
    client = signed_in_as(account)
    assert _faults(app, client) == []
    assert client.get("/staff/").status_code == OK  # the sign-in held to the end


def test_the_addresses_are_the_same_each_time_and_reach_every_page(app: Flask) -> None:
    asked = _addresses(app)
    assert asked == _addresses(app)
    assert len(asked) == len(set(asked)) == MOST
    rules = _rules(app)
    plain = {rule for rule in rules if "<" not in rule}
    assert plain == {path for path, _, _ in (a.partition("?") for a in asked)} & plain


def _faults(app: Flask, client: FlaskClient) -> list[str]:
    """Return what was answered with a fault, or with the insides of the program."""
    # A test's application lets exceptions through; visitors meet a page instead.
    app.testing = False
    found = []
    for address in _addresses(app):
        response = client.get(address)
        body = response.get_data()
        if response.status_code >= FAULT or b"Traceback (most recent" in body:
            found.append(f"{response.status_code} {address:.200}")
        response.close()
    return found


def _rules(app: Flask) -> list[str]:
    return sorted(
        {r.rule for r in app.url_map.iter_rules() if "GET" in (r.methods or ())}
    )


def _addresses(app: Flask) -> list[str]:
    """Return MOST addresses: each page at least once, then by a seeded draw."""
    draw = Random(SEED)  # noqa: S311 - a list that is the same each time, no secret
    rules = _rules(app)
    made: dict[str, None] = {}
    while len(made) < MOST:
        for rule in rules:
            made[_address(rule, draw)] = None
    return list(made)[:MOST]


def _address(rule: str, draw: Random) -> str:
    path = rule
    while "<" in path:
        before, _, rest = path.partition("<")
        path = before + (draw.choice(ODD_VALUES) or "-") + rest.partition(">")[2]
    count = draw.choice((1, 1, 2, 3))
    names = [draw.choice(NAMES) for _ in range(count)]
    if draw.random() < 0.3:  # now and then a name is said twice
        names.append(names[0])
    query = "&".join(f"{name}={draw.choice(ODD_VALUES)}" for name in names)
    return f"{path}?{query}"
