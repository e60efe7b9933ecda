"""The staff's journeys in a real browser, with the scripts and without them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR
from calendar_service.domain.agreement import Agreement
from calendar_service.domain.item import ItemKind, ItemStatus
from calendar_service.domain.rule import ReminderRule, Step, WorkdayPolicy
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.services.administering import hash_password
from calendar_service.services.rule_editing import save_rule
from calendar_service.storage.accounts import store_account
from calendar_service.storage.database import Database
from tests.builders import ADA, BEN, DORA, FESTIVAL_DAYS, NOW, make_item
from tests.web.browsing import in_a_browser
from tests.web.office_at_work import PASSWORD, enter, found, rule_of, sign_in, words
from tests.web.seeing import add, numbered
from tests.web.serving import office_in, served

TEN_DAYS = ReminderRule(
    id="ten-days",
    kind=ItemKind.MEETING,
    steps=(Step(10),),
    workdays=WorkdayPolicy.FORWARD,
)
EDITED = "/staff/items/n1@example.org/edit"

pytestmark = in_a_browser


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Settings:
    """An office of two, with a draft and a meeting in both languages."""
    made = office_in(tmp_path_factory.mktemp("office"), migrated)
    settings = replace(made, comms_team=("comms@example.org",))
    database = Database(settings.database_url)
    both = {"en": Text("Meeting"), "ka": Text("შეხვედრა", made_from=0)}
    draft = make_item(status=ItemStatus.DRAFT, published_at=None)
    term = make_item(
        kind=ItemKind.AGREEMENT,
        span=whole_days(date(2025, 1, 1)),
        agreement=Agreement(expires=whole_days(date(2026, 12, 31))),
    )
    items = [make_item(texts=both), draft, term]
    add(database, *(numbered(item, n) for n, item in enumerate(items, 1)))
    hashed = hash_password(PASSWORD)
    with database.transaction() as session:
        for account in (ADA, BEN, DORA):
            store_account(session, replace(account, password_hash=hashed), NOW)
    database.close()
    return settings


@pytest.fixture(scope="module")
def site(stored: Settings) -> Iterator[str]:
    with served(stored) as address:
        yield address


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="en-GB")
    yield page
    page.context.close()


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A browser without scripts."""
    page = browser.new_page(java_script_enabled=False, locale="en-GB")
    yield page
    page.context.close()


def test_a_publisher_enters_a_festival_in_both_languages_in_one_go(
    desk: Page, site: str, stored: Settings
) -> None:
    said: list[str] = []
    desk.on("console", lambda message: said.append(message.text))
    desk.on("pageerror", lambda error: said.append(str(error)))
    sign_in(desk, site, BEN, "/staff/items/new")
    desk.get_by_label("Kind").select_option("screening")
    desk.get_by_label("When", exact=True).fill("14, 15, 17, 18 December 2018")
    understood = desk.locator(".understood-said")
    understood.filter(has_text="4 days: 14, 15, 17 and 18 December 2018").wait_for()
    words(desk, "English").get_by_label("Title", exact=True).fill("Film festival")
    words(desk, "ქართული").get_by_label("Title", exact=True).fill("კინოფესტივალი")
    desk.get_by_role("button", name="Publish").click()
    assert desk.get_by_role("status").inner_text() == "Saved."
    item = found(stored, "film-festival")
    assert (item.status, item.recurrence.dates) == (
        ItemStatus.PUBLISHED,
        FESTIVAL_DAYS,
    )
    assert item.texts["ka"].title == "კინოფესტივალი"
    desk.wait_for_function("localStorage.length === 0")
    assert said == []


def test_an_editors_draft_is_reviewed_and_published_without_a_script(
    plain: Page, browser: Browser, site: str, stored: Settings
) -> None:
    sign_in(plain, site, ADA, "/staff/items/new")
    plain.get_by_label("When", exact=True).fill("every third Thursday until June")
    words(plain, "English").get_by_label("Title", exact=True).fill("Coordination")
    plain.get_by_role("button", name="Show what was understood").click()
    assert plain.locator(".understood-days li").count() == 4
    plain.get_by_role("button", name="Save as a draft").click()
    ben = browser.new_page(java_script_enabled=False, locale="en-GB")
    sign_in(ben, site, BEN, "/staff/work")
    ben.get_by_role("link", name="Coordination", exact=True).click()
    ben.get_by_role("link", name="Publish").click()
    ben.get_by_role("button", name="Publish").click()
    ben.context.close()
    assert found(stored, "coordination").status is ItemStatus.PUBLISHED


def test_a_translation_is_brought_up_to_date(
    desk: Page, site: str, stored: Settings
) -> None:
    sign_in(desk, site, BEN, EDITED)
    words(desk, "English").get_by_label("Title", exact=True).fill("Public meeting")
    desk.get_by_role("button", name="Save").click()
    desk.goto(f"{site}/staff/work")
    behind = desk.get_by_role("region", name="Translations that fell behind")
    assert behind.locator("ins").inner_text() == "Public meeting"
    behind.get_by_role("link", name="Change").click()
    georgian = words(desk, "ქართული").get_by_label("Title", exact=True)
    georgian.fill("საჯარო შეხვედრა")
    desk.get_by_role("button", name="Save").click()
    desk.goto(f"{site}/staff/work")
    assert desk.locator("#behind").count() == 0
    item = found(stored, "n1")
    assert item.texts["ka"].made_from == item.revision


def test_a_conflict_is_resolved_field_by_field(
    desk: Page, browser: Browser, site: str, stored: Settings
) -> None:
    sign_in(desk, site, BEN, EDITED)
    other = browser.new_page(locale="en-GB")
    sign_in(other, site, BEN, EDITED)
    words(other, "English").get_by_label("Title", exact=True).fill("Theirs")
    other.get_by_role("button", name="Save").click()
    other.context.close()
    words(desk, "English").get_by_label("Title", exact=True).fill("Mine")
    words(desk, "English").get_by_label("Summary").fill("My summary")
    desk.get_by_role("button", name="Save").click()
    assert desk.locator("h1").inner_text() == "Somebody else was faster"
    desk.get_by_role("group", name="Title (English)").get_by_label("Yours").check()
    desk.get_by_role("button", name="Save this choice").click()
    texts = found(stored, "n1").texts["en"]
    assert (texts.title, texts.summary) == ("Mine", "My summary")


def test_a_lost_session_loses_no_text(desk: Page, site: str) -> None:
    sign_in(desk, site, ADA, "/staff/items/new")
    desk.get_by_label("When", exact=True).fill("14 May 2026")
    georgian = words(desk, "ქართული").get_by_label("Description")
    georgian.fill("გრძელი ტექსტი\n\n„ბრჭყალებით“")
    desk.context.clear_cookies(name="signin")
    desk.get_by_role("button", name="Save as a draft").click()
    enter(desk, ADA)
    desk.get_by_role("button", name="Go back to the form").click()
    assert georgian.input_value() == "გრძელი ტექსტი\n\n„ბრჭყალებით“"
    assert desk.get_by_label("When", exact=True).input_value() == "14 May 2026"


def test_a_copy_on_the_device_is_offered_back(desk: Page, site: str) -> None:
    sign_in(desk, site, ADA, "/staff/items/new")
    title = words(desk, "English").get_by_label("Title", exact=True)
    title.fill("Not saved yet")
    while not desk.evaluate("localStorage.length"):
        desk.wait_for_timeout(50)
    desk.goto(f"{site}/staff/items/new")
    assert title.input_value() == ""
    desk.get_by_role("button", name="Put it back").click()
    assert title.input_value() == "Not saved yet"


def test_an_agreement_is_renewed(plain: Page, site: str) -> None:
    sign_in(plain, site, BEN, "/staff/agreements/n3")
    renewing = plain.get_by_role("region", name="Renew")
    renewing.get_by_label("or its length in months").fill("24")
    renewing.get_by_role("button", name="Add the new term").click()
    said = plain.get_by_role("status").first.inner_text()
    assert said.startswith("This is the new term.")
    assert plain.locator("dl").first.locator("dd").all_inner_texts()[1:4] == [
        *("1 January 2027", "–", "31 December 2028")
    ]
    plain.goto(f"{site}/staff/agreements/n3")
    assert plain.get_by_role("button", name="Add the new term").count() == 0


def test_drafts_are_published_together_by_keyboard_after_a_look(
    plain: Page, site: str, stored: Settings
) -> None:
    sign_in(plain, site, BEN, "/staff/items")
    plain.locator("input[value='n2@example.org']").focus()
    plain.keyboard.press("Space")
    plain.get_by_role("button", name="Publish the ticked drafts").press("Enter")
    assert plain.locator("h1").inner_text() == "Publish 1 event?"
    assert found(stored, "n2").status is ItemStatus.DRAFT
    plain.get_by_role("button", name="Publish", exact=True).press("Enter")
    assert plain.get_by_role("status").inner_text() == "One event was changed."
    assert found(stored, "n2").status is ItemStatus.PUBLISHED


def test_a_rule_is_made_by_keyboard_while_its_dates_are_shown(
    desk: Page, site: str, stored: Settings
) -> None:
    said: list[str] = []
    desk.on("console", lambda message: said.append(message.text))
    desk.on("pageerror", lambda error: said.append(str(error)))
    sign_in(desk, site, DORA, "/staff/new-rule")
    desk.get_by_label("Short name of the rule").focus()
    desk.keyboard.type("early-word")
    number = desk.get_by_label("Step 1: how many")
    while not number.evaluate("each => each === document.activeElement"):
        desk.keyboard.press("Tab")
    desk.keyboard.type("10")
    day = desk.locator("#preview").get_by_text("4 May 2026, 09:00").first
    day.wait_for()
    told = desk.locator("#preview-told").inner_text()
    assert told.startswith("These are the dates of what you typed.")
    desk.keyboard.type("x")
    desk.locator("#preview").get_by_text("“10x” is no whole number.").wait_for()
    desk.keyboard.press("Backspace")
    day.wait_for()
    desk.get_by_role("button", name="Save").press("Enter")
    assert "The rule is saved." in desk.locator(".banner").inner_text()
    assert [step.days for step in rule_of(stored, "early-word").steps] == [10]
    assert said == []


def test_a_day_off_moves_the_dates_of_a_rule(
    desk: Page, site: str, stored: Settings
) -> None:
    database = Database(stored.database_url)
    with database.transaction() as session:
        save_rule(session, OPERATOR, TEN_DAYS)
    database.close()
    sign_in(desk, site, DORA, "/staff/rules/ten-days")
    # What other tests published for that day is reminded of as well.
    dates = desk.locator("#preview li")
    number = dates.filter(has_text=re.compile(r"^\s*4 May 2026, 09:00")).count()
    assert number
    desk.goto(f"{site}/staff/new-days-off")
    desk.get_by_label("Day", exact=True).fill("2026-05-04")
    desk.locator("#preview li").get_by_text("5 May 2026, 09:00").first.wait_for()
    desk.get_by_label("Reason").fill("Resolution 7")
    desk.get_by_role("button", name="Save").press("Enter")
    assert "planned by it" in desk.locator(".banner").inner_text()
    desk.goto(f"{site}/staff/rules/ten-days")
    shifted = dates.filter(has_text=re.compile(r"^\s*5 May 2026, 09:00"))
    moved = shifted.all_inner_texts()
    assert len(moved) == number
    assert all(said.endswith("moved from 4 May 2026, a day off") for said in moved)
