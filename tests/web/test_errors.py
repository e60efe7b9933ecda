"""Error pages: what happened and what helps, in the reader's language."""

import logging
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from calendar_service.app import create_app
from calendar_service.config import Settings
from calendar_service.domain.account import Account, NotAllowed, OutsideKinds
from calendar_service.domain.item import ItemKind, StaleItem
from calendar_service.storage.database import DatabaseTrouble
from calendar_service.web.errors import WORDS, NotNow
from tests.builders import make_item
from tests.web.seeing import Page

LIMITED = Account(email="a@example.org", kinds=frozenset({ItemKind.TRAINING}))


def _raises(app: Flask, error: Exception | int) -> FlaskClient:
    def view() -> str:
        if isinstance(error, int):
            abort(error)
        raise error

    app.add_url_rule("/raises", view_func=view)
    return app.test_client()


@pytest.mark.parametrize("code", sorted(WORDS))
def test_each_error_has_a_page_in_both_languages(app: Flask, code: int) -> None:
    client = _raises(app, code)
    english = client.get("/raises?lang=en")
    georgian = client.get("/raises?lang=ka")
    assert (english.status_code, georgian.status_code) == (code, code)
    pages = Page(english), Page(georgian)
    assert [page.all("/html/@lang") for page in pages] == [["en"], ["ka"]]
    titles = [page.text("//h1") for page in pages]
    sentences = [page.text("//main//p[@class='lead']") for page in pages]
    assert titles[0] != titles[1]
    assert sentences[0] != sentences[1]
    assert english.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: NotAllowed("the role viewer may not publish"), 403),
        (lambda: OutsideKinds(LIMITED, ItemKind.NEWS), 403),
        (lambda: StaleItem(make_item()), 409),
        (lambda: DatabaseTrouble("secret details"), 503),
    ],
)
def test_what_our_own_errors_become(
    app: Flask, make: Callable[[], Exception], code: int
) -> None:
    response = _raises(app, make()).get("/raises")
    assert response.status_code == code
    assert b"secret details" not in response.data


def test_a_fault_of_ours_shows_no_traceback(app: Flask) -> None:
    app.testing = False
    response = _raises(app, ZeroDivisionError("password=hunter2")).get("/raises")
    assert response.status_code == 500
    assert Page(response).text("//h1") == "Something went wrong on our side"
    assert b"hunter2" not in response.data
    assert b"Traceback" not in response.data


def test_a_database_that_is_not_there_is_said_to_be_resting(
    settings: Settings,
) -> None:
    made = create_app(settings)  # its file has no tables
    client = made.test_client()
    client.set_cookie("signin", "somebody's", domain="localhost")
    response = client.get("/")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert Page(response).text("//h1") == "The calendar is resting for a moment"
    made.extensions["calendar"].database.close()


def test_the_headers_of_an_error_are_kept(client: FlaskClient) -> None:
    response = client.put("/agenda")
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_an_answer_that_was_raised_is_sent_as_it_is(app: Flask) -> None:
    ready = app.response_class("made elsewhere", 418)
    response = _raises(app, HTTPException(response=ready)).get("/raises")
    assert (response.status_code, response.data) == (418, b"made elsewhere")


def test_an_error_nobody_thought_of_is_explained_all_the_same(app: Flask) -> None:
    response = _raises(app, 418).get("/raises")
    assert response.status_code == 418
    assert Page(response).text("//h1") == "This address is not quite right"


def test_an_error_page_shows_nobody_as_signed_in(
    app: Flask, settings: Settings
) -> None:
    page = Page(app.test_client().get("/nothing"))
    assert page.texts("//header//div[@class='aside']/a") == [
        "Search",
        "ქართული",
        "Sign in",
    ]
    assert replace(settings).office_name == page.text("//span[@class='brand-name']")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "Your account changes events of these kinds: Training. This one is of"
                " the kind News. An administrator can change that."
            ),
        ),
        (
            "ka",
            (
                "თქვენი ანგარიში ცვლის შემდეგი სახის ღონისძიებებს: ტრენინგი. ეს არის"
                " „სიახლე“. შეცვლა ადმინისტრატორს შეუძლია."
            ),
        ),
    ],
)
def test_a_refusal_for_the_kind_names_the_kinds_in_the_readers_language(
    app: Flask, language: str, said: str
) -> None:
    client = _raises(app, OutsideKinds(LIMITED, ItemKind.NEWS))
    page = Page(client.get(f"/raises?lang={language}"))
    assert page.text("//main//p[@class='lead']") == said


def test_what_cannot_be_made_now_says_why_and_when_to_come_again(app: Flask) -> None:
    response = _raises(app, NotNow("Too many wait.", retry_after=7)).get("/raises")
    page = Page(response)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "7")
    assert page.text("//h1") == "This could not be made just now"
    assert page.text("//main//p[@class='lead']") == "Too many wait."


def test_a_refusal_is_logged_with_its_reason_and_without_an_address(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        client = _raises(app, OutsideKinds(LIMITED, ItemKind.NEWS))
        client.get("/raises?email=ada@example.org")
    said = [r.getMessage() for r in caplog.records if "refused" in r.getMessage()]
    assert said == ["view refused: the account may change training; not news"]
