"""Who reaches what: every address of the staff, by role and method.

A new address fails here until its line is in the table.
"""

from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
from flask import Flask
from flask.testing import FlaskClient

from calendar_service.domain.account import RANK, Account, Role
from calendar_service.domain.agreement import Agreement
from calendar_service.domain.item import ItemKind
from calendar_service.storage.database import Database
from tests.builders import make_item
from tests.web.seeing import Page, add

SignedIn = Callable[[Account], FlaskClient]
VIEWER, EDITOR, PUBLISHER, ADMIN = RANK
AGREEMENT = make_item(
    uid="mou@example.org",
    slug="mou",
    kind=ItemKind.AGREEMENT,
    agreement=Agreement(),
)
VALUES: dict[str, str | int] = {"name": "mou", "uid": "mou@example.org", "number": 1}
VALUES |= {"rule": "default-meeting", "day": "2026-05-04", "feed": 1}
"""What stands in the addresses: things that are there, so that nothing else fails."""

ACTS = "/staff/items/<path:uid>/<any(publish,withdraw,cancel,delete,undelete):name>"
TABLE: dict[tuple[str, str], Role] = {
    ("/staff/", "GET"): VIEWER,
    ("/staff/account", "GET"): VIEWER,
    ("/staff/account/absence", "POST"): VIEWER,
    ("/staff/account/absence/end", "POST"): VIEWER,
    ("/staff/account/digest", "POST"): VIEWER,
    ("/staff/account/elsewhere", "POST"): VIEWER,
    ("/staff/account/language", "POST"): VIEWER,
    ("/staff/account/password", "POST"): VIEWER,
    ("/staff/account/sign-ins", "POST"): VIEWER,
    ("/staff/accounts", "GET"): ADMIN,
    ("/staff/accounts/<int:number>", "GET"): ADMIN,
    ("/staff/accounts/<int:number>", "POST"): ADMIN,
    ("/staff/accounts/<int:number>/disable", "POST"): ADMIN,
    ("/staff/accounts/<int:number>/enable", "POST"): ADMIN,
    ("/staff/accounts/<int:number>/feeds/<int:feed>/end", "POST"): ADMIN,
    ("/staff/accounts/<int:number>/invite", "POST"): ADMIN,
    ("/staff/new-account", "GET"): ADMIN,
    ("/staff/new-account", "POST"): ADMIN,
    ("/staff/agreements", "GET"): VIEWER,
    ("/staff/agreements.csv", "GET"): VIEWER,
    ("/staff/agreements.pdf", "GET"): VIEWER,
    ("/staff/agreements.xlsx", "GET"): VIEWER,
    ("/staff/agreements/<name>", "GET"): VIEWER,
    ("/staff/agreements/<name>/end", "POST"): PUBLISHER,
    ("/staff/agreements/<name>/plan", "POST"): EDITOR,
    ("/staff/agreements/<name>/renew", "POST"): PUBLISHER,
    ("/staff/dates/preview", "POST"): EDITOR,
    ("/staff/feeds", "GET"): VIEWER,
    ("/staff/feeds", "POST"): VIEWER,
    ("/staff/feeds/<int:number>/end", "POST"): VIEWER,
    ("/staff/feeds/<int:number>/renew", "POST"): VIEWER,
    ("/staff/feeds/use", "GET"): EDITOR,
    ("/staff/health", "GET"): ADMIN,
    ("/staff/items/<path:uid>", "GET"): VIEWER,
    (ACTS, "GET"): PUBLISHER,
    (ACTS, "POST"): PUBLISHER,
    ("/staff/items/<path:uid>/again", "GET"): EDITOR,
    ("/staff/items/<path:uid>/again", "POST"): EDITOR,
    ("/staff/items/<path:uid>/history", "GET"): EDITOR,
    ("/staff/items/<path:uid>/move", "GET"): PUBLISHER,
    ("/staff/items/<path:uid>/move", "POST"): PUBLISHER,
    ("/staff/items/<path:uid>/restore", "GET"): PUBLISHER,
    ("/staff/items/<path:uid>/restore", "POST"): PUBLISHER,
    ("/staff/days-off", "GET"): PUBLISHER,
    ("/staff/days-off/<day>", "GET"): PUBLISHER,
    ("/staff/days-off/<day>", "POST"): ADMIN,
    ("/staff/new-days-off", "GET"): ADMIN,
    ("/staff/new-days-off", "POST"): ADMIN,
    ("/staff/lists", "GET"): PUBLISHER,
    ("/staff/lists/<name>", "GET"): PUBLISHER,
    ("/staff/lists/<name>", "POST"): ADMIN,
    ("/staff/new-list", "GET"): ADMIN,
    ("/staff/new-list", "POST"): ADMIN,
    ("/staff/new-rule", "GET"): ADMIN,
    ("/staff/new-rule", "POST"): ADMIN,
    ("/staff/rules", "GET"): PUBLISHER,
    ("/staff/rules/<rule>", "GET"): PUBLISHER,
    ("/staff/rules/<rule>", "POST"): ADMIN,
    ("/staff/rules/<rule>/remove", "GET"): ADMIN,
    ("/staff/rules/<rule>/remove", "POST"): ADMIN,
    ("/staff/time-machine", "GET"): VIEWER,
    ("/staff/work", "GET"): EDITOR,
    ("/staff/items/<path:uid>/edit", "GET"): PUBLISHER,
    ("/staff/items/<path:uid>/edit", "POST"): PUBLISHER,
    ("/staff/items", "GET"): EDITOR,
    ("/staff/items", "POST"): EDITOR,
    ("/staff/items/new", "GET"): EDITOR,
    ("/staff/items/new", "POST"): EDITOR,
    ("/staff/outbox", "GET"): PUBLISHER,
    ("/staff/outbox/<int:number>/retry", "POST"): PUBLISHER,
    ("/staff/outbox/retry", "POST"): PUBLISHER,
}
"""The least role. What is one's own alone is open to all, and checked elsewhere."""
KEEPING = {
    (address, "POST")
    for address in (
        "/staff/accounts/<int:number>",
        "/staff/agreements/<name>/end",
        "/staff/agreements/<name>/renew",
        "/staff/days-off/<day>",
        "/staff/items/<path:uid>/edit",
        "/staff/items/<path:uid>/move",
        "/staff/items/new",
        "/staff/lists/<name>",
        "/staff/new-account",
        "/staff/new-days-off",
        "/staff/new-list",
        "/staff/new-rule",
        "/staff/rules/<rule>",
    )
}
"""A form that was filled in is kept through the sign-in."""


BY_KIND = {
    ("/staff/agreements/<name>/end", "POST"),
    ("/staff/agreements/<name>/plan", "POST"),
    ("/staff/agreements/<name>/renew", "POST"),
    (ACTS, "GET"),
    (ACTS, "POST"),
    ("/staff/items/<path:uid>/again", "GET"),
    ("/staff/items/<path:uid>/again", "POST"),
    ("/staff/items/<path:uid>/edit", "GET"),
    ("/staff/items/<path:uid>/edit", "POST"),
    ("/staff/items/<path:uid>/move", "GET"),
    ("/staff/items/<path:uid>/move", "POST"),
    ("/staff/items/<path:uid>/restore", "GET"),
    ("/staff/items/<path:uid>/restore", "POST"),
}
"""What changes one item, and so takes its kind."""


def ways(app: Flask) -> set[tuple[str, str]]:
    """Return all addresses of the staff with their methods."""
    return {
        (str(rule), method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if str(rule).startswith("/staff")
    }


def address(app: Flask, rule: str) -> str:
    """Return the address of a rule, its parts filled in."""
    found = next(each for each in app.url_map.iter_rules() if str(each) == rule)
    values = {name: VALUES[name] for name in found.arguments}
    if rule == ACTS:
        values["name"] = "cancel"
    built = found.build(values)
    assert built is not None
    return built[1]


@pytest.fixture
def site(app: Flask, database: Database) -> Flask:
    """The application with an agreement; forms are let in without their token."""
    add(database, AGREEMENT)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def test_every_address_of_the_staff_stands_in_the_table(app: Flask) -> None:
    assert ways(app) == set(TABLE)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("rule", "method"), sorted(TABLE))
def test_a_role_reaches_what_is_its_own_and_nothing_more(
    site: Flask, signed_in_as: SignedIn, rule: str, method: str, role: Role
) -> None:
    client = signed_in_as(Account(email=f"{role}@example.org", role=role))
    status = client.open(address(site, rule), method=method).status_code
    if RANK.index(role) < RANK.index(TABLE[rule, method]):
        assert status in {403, 404}
    else:
        assert status not in {401, 403, 405, 500}


@pytest.mark.parametrize(
    ("kind", "refused"), [(ItemKind.AGREEMENT, set()), (ItemKind.SCREENING, BY_KIND)]
)
def test_a_limit_to_kinds_keeps_from_changing_the_others_and_from_nothing_else(
    site: Flask,
    signed_in_as: SignedIn,
    kind: ItemKind,
    refused: set[tuple[str, str]],
) -> None:
    who = Account(email="p@example.org", role=PUBLISHER, kinds=frozenset({kind}))
    client = signed_in_as(who)
    open_to_role = [way for way in TABLE if TABLE[way] != ADMIN]
    form = {"by": "date", "former": "0"}
    assert {
        (rule, method)
        for rule, method in open_to_role
        if client.open(
            address(site, rule),
            method=method,
            data=form if method == "POST" else None,
            query_string={"revision": "0"} if method == "GET" else None,
        ).status_code
        == 403
    } == refused


@pytest.mark.parametrize(("rule", "method"), sorted(TABLE))
def test_the_public_is_asked_to_sign_in(
    site: Flask, client: FlaskClient, rule: str, method: str
) -> None:
    response = client.open(address(site, rule), method=method)
    if (rule, method) in KEEPING:
        page = Page(response)
        assert (response.status_code, page.texts("//h1")) == (401, ["Sign in"])
    else:
        where, _, query = (response.location or "").partition("?")
        assert (response.status_code, where) == (303, "/login")
        (back,) = parse_qs(query)["next"]
        ways = site.url_map.bind("localhost").allowed_methods(back)
        assert "GET" in ways
