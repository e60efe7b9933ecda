"""All pages in a real browser: nothing moves, one sheet of style, nobody else asked."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image as Picture
from playwright.sync_api import Browser, Page

from calendar_service.app import create_app
from calendar_service.config import Settings
from calendar_service.domain.account import Account, Role
from calendar_service.domain.agreement import Agreement
from calendar_service.domain.item import Image, ItemKind
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.storage.accounts import open_session, store_account
from calendar_service.storage.database import Database
from calendar_service.storage.mailbox import receive_mail
from tests.builders import NOW, make_item
from tests.fakes import StillClock
from tests.web.browsing import in_a_browser
from tests.web.seeing import add, meeting, numbered
from tests.web.serving import office_in, served

pytestmark = in_a_browser

SECRET = "a-secret-of-nobody"  # noqa: S105 - of nobody
LEAST_PAGES = 40
VALUES: dict[str, object] = {
    "name": "n3",
    "uid": "n1@example.org",
    "rule": "default-meeting",
    "slug": "n1",
    "day": "2026-03-12",
    "year": "2026",
    "number": 1,
    "email": "root@example.org",
}
WATCH = """
window.moved = []
new PerformanceObserver(list => {
    for (const shift of list.getEntries()) moved.push(
        shift.value, ...shift.sources.map(one => one.node?.outerHTML?.slice(0, 60))
    )
}).observe({type: "layout-shift", buffered: true})
"""
SETTLED = """async () => {
    for (const picture of document.images)
        if (picture.checkVisibility()) await picture.decode()
    for (let frame = 0; frame < 4; frame += 1)
        await new Promise(requestAnimationFrame)
    return moved
}"""
SHEETS = "[...document.styleSheets].map(sheet => new URL(sheet.href).pathname)"


@dataclass(frozen=True)
class Office:
    """A site and the paths of its pages."""

    address: str
    paths: list[str]


def pages_of(app: Flask) -> list[str]:
    """Return the paths of all pages that somebody who may do all sees."""
    client = app.test_client()
    client.set_cookie("signin", SECRET, domain="localhost")
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.arguments <= VALUES.keys():
            known = VALUES | ({"name": "cancel"} if "any(" in rule.rule else {})
            built = rule.build({name: known[name] for name in rule.arguments})
            assert built is not None
            answer = client.get(built[1])
            if (answer.status_code, answer.mimetype) == (200, "text/html"):
                found.append(built[1])
            answer.close()
    return sorted(found)


def fill(settings: Settings) -> None:
    """Store items with a picture and without, an agreement, a mail, an account."""
    drawn = io.BytesIO()
    Picture.new("RGB", (600, 900), "teal").save(drawn, "PNG")
    (settings.instance / "pictures").mkdir()
    (settings.instance / "pictures" / "tall.png").write_bytes(drawn.getvalue())
    texts = {"en": Text("Meeting", "Why", "How\n\n" * 9), "ka": Text("შეხვედრა")}
    term = Agreement(expires=whole_days(date(2026, 12, 31)))
    items = [
        meeting(texts=texts, image=Image("/pictures/tall.png", "A tall one")),
        *[meeting() for _ in range(8)],
    ]
    items[2] = make_item(kind=ItemKind.AGREEMENT, agreement=term)
    database = Database(settings.database_url)
    add(database, *(numbered(item, n) for n, item in enumerate(items, 1)))
    root = Account(email="root@example.org", name="Root", role=Role.ADMIN)
    with database.transaction() as session:
        store_account(session, root, NOW)
        ends = NOW + timedelta(days=1)
        digest = sha256(SECRET.encode()).hexdigest()
        open_session(session, root.email, digest, NOW, ends)
        receive_mail(session, "<1@x>", b"Subject: Soon\n\nText", NOW)
    database.close()


@pytest.fixture(scope="module")
def office(
    tmp_path_factory: pytest.TempPathFactory, migrated: Path
) -> Iterator[Office]:
    settings = replace(
        office_in(tmp_path_factory.mktemp("office"), migrated), demo=True
    )
    fill(settings)
    app = create_app(settings, StillClock())
    paths = pages_of(app)
    app.extensions["calendar"].database.close()
    with served(settings) as address:
        yield Office(address, paths)


@pytest.fixture(params=[1280, 390])
def reader(
    request: pytest.FixtureRequest, browser: Browser, office: Office
) -> Iterator[Page]:
    """Somebody signed in, on a desk and on a phone; what moves is noted."""
    page = browser.new_page(viewport={"width": request.param, "height": 844})
    cookie = {"name": "signin", "value": SECRET, "url": office.address}
    page.context.add_cookies([cookie])  # type: ignore[list-item]  # as a cookie is
    page.add_init_script(WATCH)
    yield page
    page.context.close()


def test_every_page_stands_still_in_one_style_and_asks_nobody_else(
    office: Office, reader: Page
) -> None:
    assert len(office.paths) >= LEAST_PAGES
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    wrong = {}
    for path in office.paths:
        reader.goto(office.address + path)
        moved = reader.evaluate(SETTLED)
        sheets = reader.evaluate(SHEETS)
        if moved or sheets != ["/static/calendar.css"] or "/login?" in reader.url:
            wrong[path] = (reader.url, moved, sheets)
    assert wrong == {}
    strangers = [url for url in asked if not url.startswith(f"{office.address}/")]
    assert strangers == []


def test_a_page_that_moves_would_be_noticed(office: Office, reader: Page) -> None:
    reader.goto(f"{office.address}/agenda")
    reader.evaluate("document.querySelector('main').style.marginTop = '9rem'")
    assert len(reader.evaluate(SETTLED)) > 1
