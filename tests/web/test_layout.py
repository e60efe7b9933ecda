"""The frame around every page."""

import re
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from tests.web.seeing import Page

MOST_STYLE = 48_000


def _style(app: Flask) -> str:
    return (Path(app.static_folder or "") / "calendar.css").read_text("utf-8")


def test_the_style_is_one_small_file_that_may_be_kept(
    app: Flask, client: FlaskClient
) -> None:
    page = Page(client.get("/"))
    (address,) = page.all("//link[@rel='stylesheet']/@href")
    with client.get(address) as response:
        assert response.headers["Cache-Control"] == "no-cache, max-age=31536000" or (
            response.headers["Cache-Control"] == "public, max-age=31536000"
        )
        assert len(response.data) < MOST_STYLE


def test_no_letter_is_forced_into_capitals(app: Flask) -> None:
    style = _style(app)
    assert "text-transform" not in style
    assert "small-caps" not in style
    templates = Path(app.root_path) / "web" / "templates"
    for template in templates.glob("*.html"):
        assert not re.search(r"\|\s*(upper|capitalize|title)\b", template.read_text())


def test_the_style_asks_nobody_else(app: Flask) -> None:
    assert "url(" not in _style(app)
    assert "@import" not in _style(app)


def test_the_keyboard_reaches_the_content_first(client: FlaskClient) -> None:
    page = Page(client.get("/"))
    assert page.all("//a/@href")[0] == "#content"
    assert page.all("//main/@id") == ["content"]


def test_the_present_page_is_marked(client: FlaskClient) -> None:
    for path, name in [("/", "Month"), ("/agenda", "Agenda"), ("/login", "Sign in")]:
        page = Page(client.get(path))
        assert page.texts("//header//a[@aria-current='page']") == [name]


def test_private_pages_are_not_for_search_engines(client: FlaskClient) -> None:
    private, public = Page(client.get("/login")), Page(client.get("/agenda"))
    assert private.all("//meta[@name='robots']/@content") == ["noindex"]
    assert private.all("//link[@rel='canonical']/@href") == []
    assert public.all("//meta[@name='robots']/@content") == []
