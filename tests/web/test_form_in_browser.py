"""The item form in a real browser, with its script and without: nothing is lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from calendar_service.config import Settings
from calendar_service.services.administering import hash_password
from calendar_service.storage.accounts import store_account
from calendar_service.storage.database import Database
from tests.builders import BEN, NOW
from tests.web.browsing import in_a_browser
from tests.web.filling import NEW
from tests.web.office_at_work import PASSWORD, found, sign_in, words
from tests.web.serving import office_in, served

THURSDAYS = "every Thursday until March 2027"

pytestmark = in_a_browser


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Settings:
    """An office of one, with nothing in its calendar."""
    settings = office_in(tmp_path_factory.mktemp("office"), migrated)
    database = Database(settings.database_url)
    with database.transaction() as session:
        store_account(session, replace(BEN, password_hash=hash_password(PASSWORD)), NOW)
    database.close()
    return settings


@pytest.fixture(scope="module")
def site(stored: Settings) -> Iterator[str]:
    with served(stored) as address:
        yield address


@pytest.fixture(params=[True, False], ids=["with a script", "without"])
def form(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The form of a new event, dates by hand opened."""
    page = browser.new_page(
        java_script_enabled=request.param,
        locale="en-GB",
        viewport={"width": 1280, "height": 900},
    )
    sign_in(page, site, BEN, NEW)
    page.locator("summary", has_text="Dates by hand").click()
    yield page
    page.context.close()


def name_it(form: Page, title: str) -> str:
    words(form, "English").get_by_label("Title", exact=True).fill(title)
    return title.lower().replace(" ", "-")


def has_script(form: Page) -> bool:
    """Tell whether the scripts of the page run: they fill what is hidden."""
    return bool(form.evaluate("typeof previewOf === 'function'"))


def test_an_exception_by_hand_stays_beside_what_is_typed(
    form: Page, stored: Settings
) -> None:
    form.get_by_label("Except on").fill("24 December 2026")
    form.get_by_label("When", exact=True).fill(THURSDAYS)
    if has_script(form):
        form.locator(".understood-days").wait_for()
        assert form.get_by_label("Except on").input_value() == "24 December 2026"
        assert form.get_by_label("First day").input_value() == "2026-03-12"
    slug = name_it(form, "Thursdays of Ben")
    form.get_by_role("button", name="Save as a draft").click()
    recurrence = found(stored, slug).recurrence
    assert recurrence.exdates == (date(2026, 12, 24),)
    assert recurrence.rule


def test_what_cannot_be_read_is_told_at_its_field(form: Page) -> None:
    form.get_by_label("When", exact=True).fill(THURSDAYS)
    form.get_by_label("Further days").fill("rubbish")
    form.get_by_label("Rule (RRULE)").fill("RUBBISH")
    name_it(form, "Rubbish")
    form.get_by_role("button", name="Save as a draft").click()
    told = form.locator("#problems li").all_inner_texts()
    assert [text.split(":")[0] for text in told] == ["Further days", "Rule (RRULE)"]
    assert form.get_by_label("Further days").input_value() == "rubbish"
    assert not form.locator("#local-copy").is_visible()
    assert form.locator(".wrong").filter(has_text="“rubbish” is no word").count() >= 1


def test_a_description_is_shown_as_readers_see_it(form: Page) -> None:
    georgian = words(form, "ქართული")
    georgian.get_by_label("Description").fill("**უფასო**")
    georgian.get_by_role("button", name="Preview").click()
    shown = georgian.locator(".prose strong")
    assert shown.inner_text() == "უფასო"
    box = shown.bounding_box()
    assert box is not None
    assert 0 < box["y"] < 900


def test_a_picture_that_is_too_large_loses_nothing(form: Page, tmp_path: Path) -> None:
    large = tmp_path / "large.jpg"
    large.write_bytes(b"\xff\xd8" + bytes(11_000_000))
    name_it(form, "Large")
    form.locator("summary", has_text="Tags, links, places").click()
    form.get_by_label("A file of yours").set_input_files(large)
    by_script = has_script(form)
    form.get_by_role("button", name="Save as a draft").click()
    if by_script:
        said = "The picture is larger than 8 megabytes."
        assert form.get_by_role("alert").inner_text() == said
        form.get_by_label("A file of yours").set_input_files([])
        assert form.get_by_role("alert").count() == 0
    else:
        assert form.locator("h1").inner_text() == "This is too large"
        assert "Go back" in form.locator(".lead").inner_text()
        form.go_back()
    title = words(form, "English").get_by_label("Title", exact=True)
    assert title.input_value() == "Large"
