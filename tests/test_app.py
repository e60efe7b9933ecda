"""The application: what create_app joins."""

import sys
from dataclasses import replace
from subprocess import run

import pytest
from flask import Flask, request

from calendar_service.app import create_app
from calendar_service.config import Settings, SignInService
from calendar_service.storage.database import Database


def test_all_parts_are_there(app: Flask) -> None:
    assert set(app.blueprints) == {
        "account_desk",
        "invitations",
        "accounts",
        "dashboard",
        "agreements",
        "actions",
        "desk",
        "pictures",
        "worklists",
        "drafting",
        "feeds",
        "follow_asking",
        "follow_links",
        "health",
        "mail_actions",
        "mail_lists",
        "days_off",
        "mailbox",
        "operations",
        "own_account",
        "own_wishes",
        "pages",
        "days",
        "embeds",
        "printing",
        "qr",
        "resetting",
        "search",
        "subscriptions",
        "time_machine",
        "rules",
        "rule_removal",
    }


def test_single_sign_on_is_there_only_where_it_is_set_up(
    app: Flask, settings: Settings
) -> None:
    assert "single_sign_on" not in app.blueprints
    service = SignInService(
        issuer="https://id.example.org",
        client_id="calendar",
        client_secret="x",  # noqa: S106 - nobody is asked
        label="Office",
    )
    other = create_app(replace(settings, sign_in_service=service))
    assert set(other.blueprints) - set(app.blueprints) == {"single_sign_on"}
    other.extensions["calendar"].database.close()


def test_two_applications_share_nothing(
    app: Flask, settings: Settings, database: Database
) -> None:
    other = create_app(replace(settings, office_name="Another"))
    names = [
        made.test_client().get("/").get_data(as_text=True).count("Another")
        for made in (app, other)
    ]
    assert names[0] == 0
    assert names[1] > 0
    other.extensions["calendar"].database.close()


@pytest.mark.parametrize(
    ("proxies", "client", "scheme"),
    [
        (0, "192.0.2.9", "http"),
        (1, "203.0.113.2", "https"),
        (2, "203.0.113.1", "http"),
    ],
)
def test_only_the_proxies_in_front_are_believed(
    settings: Settings, proxies: int, client: str, scheme: str
) -> None:
    made = create_app(replace(settings, trusted_proxies=proxies))
    made.add_url_rule(
        "/who", view_func=lambda: f"{request.remote_addr} {request.scheme}"
    )
    response = made.test_client().get(
        "/who",
        headers={
            "X-Forwarded-For": "198.51.100.7, 203.0.113.1, 203.0.113.2",
            "X-Forwarded-Proto": "ftp, http, https",
        },
        environ_base={"REMOTE_ADDR": "192.0.2.9"},
    )
    assert response.get_data(as_text=True) == f"{client} {scheme}"
    made.extensions["calendar"].database.close()


@pytest.mark.parametrize("path", ["/staff", "/agenda/", "//", "/feeds//all.ics"])
def test_no_redirect_to_a_tidier_path_names_the_host(app: Flask, path: str) -> None:
    response = app.test_client().get(path, headers={"Host": "evil.example"})
    assert "evil.example" not in response.headers.get("Location", "")
    assert response.status_code in {200, 303, 404}


def test_methods_of_calendar_clients_are_refused_without_a_fault(app: Flask) -> None:
    client = app.test_client()
    paths = ("/", "/feeds/all.ics", "/.well-known/caldav")
    codes = {
        client.open(path, method=method).status_code
        for path in paths
        for method in ("PROPFIND", "PUT", "DELETE", "REPORT", "OPTIONS")
    }
    assert codes <= {200, 400, 404, 405}


def test_what_a_process_may_never_need_is_not_loaded() -> None:
    heavy = ("PIL", "alembic", "authlib", "holidays", "weasyprint", "xlsxwriter")
    code = "import sys, calendar_service.app; print(*sys.modules, sep='\\n')"
    done = run(  # noqa: S603 - our own words
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert set(done.stdout.splitlines()) & set(heavy) == set()
