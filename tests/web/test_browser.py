"""The pages in a real browser: nothing from elsewhere, nothing out of sight."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from calendar_service.config import Settings
from calendar_service.domain.account import Account, Role
from calendar_service.domain.answer import Stop
from calendar_service.domain.item import Item, ItemKind, ItemStatus, Place
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.domain.texts import Text
from calendar_service.services.administering import hash_password
from calendar_service.services.mail_links import Asking, answer_link, stop_link
from calendar_service.storage.accounts import store_account
from calendar_service.storage.database import Database
from calendar_service.storage.mailbox import receive_mail
from tests.builders import FESTIVAL_DAYS, NOW, make_item, timed
from tests.web.browsing import in_a_browser
from tests.web.seeing import add, numbered
from tests.web.serving import served

PASSWORD = "correct horse battery"  # noqa: S105 - of nobody
LONG = "ტრეფიკინგის მსხვერპლთა იდენტიფიცირების სახელმძღვანელო მესაზღვრეებისთვის"
SECRET = Settings(
    instance=Path(),
    database_url="",
    base_url="",
    secret_key="a secret that is only good for tests",  # noqa: S106 - no secret
    mail_from="calendar@example.org",
)
KEY = "n5@example.org/2026-03-01/r/expiry/1/ada@example.org"
STOP, ANSWER = (
    made.partition("?")[0]
    for made in (
        stop_link(SECRET, Stop("ada@example.org", ItemKind.MEETING), "en"),
        answer_link(SECRET, Asking(KEY, "ada@example.org", 0), "en", NOW),
    )
)
PATHS = [
    *("/", "/?month=2018-12", "/?month=2030-01", "/agenda", "/items/n1", "/items/n2"),
    *("/items/n3", "/items/n4", "/subscribe", "/login", "/mailbox", "/mailbox/1"),
    *(STOP, ANSWER, "/nothing", "/?month=13"),
]


pytestmark = in_a_browser


def _items() -> list[Item]:
    made = [
        make_item(
            span=timed("2026-03-12T10:00", "2026-03-12T11:30"),
            texts={"en": Text("Training for border officers"), "ka": Text(LONG, LONG)},
            place=Place("Ministry", "Tbilisi", "Georgia", 41.7, 44.8),
        ),
        make_item(
            kind=ItemKind.CAMPAIGN,
            span=whole_days(date(2026, 3, 4), date(2026, 3, 20)),
            texts={"en": Text("Know before you go", "A campaign", "## Why\n\n" + LONG)},
        ),
        make_item(
            kind=ItemKind.SCREENING,
            span=whole_days(FESTIVAL_DAYS[0]),
            recurrence=Recurrence(dates=FESTIVAL_DAYS),
        ),
        make_item(status=ItemStatus.CANCELLED),
        make_item(kind=ItemKind.AGREEMENT, span=whole_month(2026, 3)),
        *[make_item(span=whole_days(date(2026, 3, 12))) for _ in range(6)],
    ]
    return [numbered(item, number) for number, item in enumerate(made, 1)]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[str]:
    """The demo with items, a mail and an account, on a port of its own."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copyfile(migrated, folder / "calendar.sqlite3")
    settings = replace(
        SECRET,
        instance=folder,
        database_url=f"sqlite:///{folder / 'calendar.sqlite3'}",
        base_url="http://127.0.0.1",
        office_name="The Office",
        demo=True,
    )
    database = Database(settings.database_url)
    add(database, *_items())
    ada = Account(email="ada@example.org", name="Ada", role=Role.EDITOR)
    with database.transaction() as session:
        hashed = replace(ada, password_hash=hash_password(PASSWORD))
        store_account(session, hashed, NOW)
        receive_mail(session, "<1@x>", f"Subject: Soon\n\n{LONG * 9}".encode(), NOW)
    database.close()
    with served(settings) as address:
        yield address


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    yield page
    page.context.close()


def test_pages_load_quietly_and_ask_nobody_else(desk: Page, site: str) -> None:
    said: list[str] = []
    asked: list[str] = []
    desk.on("console", lambda message: said.append(message.text))
    desk.on("pageerror", lambda error: said.append(str(error)))
    desk.on("request", lambda request: asked.append(request.url))
    for path in PATHS:
        desk.goto(site + path)
    missing = "Failed to load resource: the server responded with a status of 40"
    assert [words for words in said if not words.startswith(missing)] == []
    assert len(said) == 2  # the two pages that are errors themselves
    assert [url for url in asked if not url.startswith(f"{site}/")] == []


@pytest.mark.parametrize("language", ["en", "ka"])
def test_nothing_lies_beyond_the_edge_of_a_phone(
    phone: Page, site: str, language: str
) -> None:
    for path in PATHS:
        joint = "&" if "?" in path else "?"
        phone.goto(f"{site}{path}{joint}lang={language}")
        width = phone.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, path


def test_the_month_is_a_table_on_a_desk_and_a_list_on_a_phone(
    desk: Page, phone: Page, site: str
) -> None:
    for page in (desk, phone):
        page.goto(f"{site}/")
        assert page.get_by_role("table", name="March 2026").count() == 1
        assert page.get_by_role("columnheader").count() == 7
        assert page.get_by_role("cell").count() == 42
    assert desk.locator(".month .bar").first.is_visible()
    assert not desk.locator(".month-list").is_visible()
    assert not phone.locator(".month .bar").first.is_visible()
    assert phone.locator(".month-list").is_visible()
    phone.locator("td a.narrow", has_text="12").first.click()
    assert phone.url == f"{site}/#day-2026-03-12"


def test_a_bar_is_drawn_across_its_days(desk: Page, site: str) -> None:
    desk.goto(f"{site}/")
    bars = [bar.bounding_box() for bar in desk.locator(".bar-long").all()]
    cell = desk.locator("td").first.bounding_box()
    assert cell is not None
    days = [round(bar["width"] / cell["width"]) for bar in bars if bar]
    assert days == [5, 7, 5]  # 4-8, 9-15, 16-20 March


def test_the_keyboard_shows_where_it_is(desk: Page, site: str) -> None:
    outline = """() => {
        const style = getComputedStyle(document.activeElement)
        return [document.activeElement.tagName, style.outlineStyle, style.outlineWidth]
    }"""
    for path in ("/", "/agenda", "/items/n1", "/subscribe", "/login"):
        desk.goto(site + path)
        for _ in range(12):
            desk.keyboard.press("Tab")
            tag, style, width = desk.evaluate(outline)
            assert (tag in {"A", "INPUT", "BUTTON", "SUMMARY"}, style, width) == (
                True,
                "solid",
                "3px",
            ), path


def test_a_row_that_scrolls_shows_what_is_current_and_what_has_the_focus(
    phone: Page, site: str
) -> None:
    inside = """link => {
        const edge = link.getBoundingClientRect()
        return edge.left >= 0 && edge.right <= innerWidth && scrollY === 0
    }"""
    phone.goto(f"{site}/?kind=agreement&lang=ka")
    pills = phone.locator(".filter a")
    assert phone.locator(".filter [aria-current]").evaluate(inside)
    assert not pills.first.evaluate(inside)
    pills.first.focus()
    for number in range(pills.count()):
        assert pills.nth(number).evaluate(inside), number
        phone.keyboard.press("Tab")


def test_the_first_link_skips_to_the_content(desk: Page, site: str) -> None:
    desk.goto(f"{site}/agenda")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.id") == "content"


def test_signing_in_and_out_works_by_hand(desk: Page, site: str) -> None:
    desk.goto(f"{site}/staff/")
    desk.get_by_label("E-mail address").fill("ada@example.org")
    desk.get_by_label("Password").fill(PASSWORD)
    desk.get_by_role("button", name="Sign in").click()
    assert desk.url == f"{site}/staff/"
    desk.get_by_role("button", name="Sign out").click()
    assert desk.url == f"{site}/"
    kept = {cookie["name"] for cookie in desk.context.cookies()}
    assert kept == {"form", "lang"}  # of nobody: the language is the account's


def test_the_switch_changes_the_language_of_the_page(desk: Page, site: str) -> None:
    desk.goto(f"{site}/?month=2018-12")
    desk.get_by_role("link", name="ქართული").click()
    assert desk.url == f"{site}/?month=2018-12&lang=ka"
    assert desk.locator("h1").inner_text() == "დეკემბერი 2018"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_schemes_have_their_own_ground(
    browser: Browser, site: str, scheme: str
) -> None:
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{site}/")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(250, 248, 244)", "dark": "rgb(20, 23, 27)"}[scheme]
    page.context.close()


def test_a_mail_is_answered_and_stopped_by_hand(desk: Page, site: str) -> None:
    desk.goto(f"{site}{ANSWER}?lang=en&answer=in_hand")
    desk.get_by_role("button", name="In hand").click()
    assert desk.get_by_role("status").inner_text() == "Noted: In hand. Thank you."
    desk.goto(f"{site}{STOP}?lang=en")
    desk.get_by_role("button", name="Stop these mails").click()
    desk.get_by_role("button", name="Get them again").click()
    assert desk.get_by_role("button", name="Stop these mails").is_visible()
    assert desk.context.cookies() == []


def test_an_address_is_copied_by_a_button(desk: Page, site: str) -> None:
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.goto(f"{site}/subscribe?lang=en")
    address = desk.locator("#ics-en")
    button = desk.get_by_role("button", name="Copy – All events – English")
    before = address.bounding_box()
    button.click()
    desk.get_by_role("button", name="Copied – All events – English").wait_for()
    held = desk.evaluate("navigator.clipboard.readText()")
    assert held == address.input_value()
    assert address.bounding_box() == before


def test_without_a_script_no_button_pretends_to_copy(
    browser: Browser, site: str
) -> None:
    plain = browser.new_page(java_script_enabled=False)
    plain.goto(f"{site}/subscribe?lang=en")
    assert plain.locator("#ics-en").is_visible()
    assert plain.locator("[data-copy]").count() > 3
    assert not plain.locator("[data-copy]").first.is_visible()
    plain.context.close()
