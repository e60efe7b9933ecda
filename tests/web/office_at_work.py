"""What people do in a browser on the pages of the staff, and what came of it."""

from playwright.sync_api import Page

from calendar_service.config import Settings
from calendar_service.domain.account import Account
from calendar_service.domain.item import Item
from calendar_service.domain.rule import ReminderRule
from calendar_service.services.rule_editing import find_rule
from calendar_service.storage.database import Database
from calendar_service.storage.items import find_by_slug

PASSWORD = "correct horse battery"  # noqa: S105 - of nobody


def sign_in(page: Page, site: str, who: Account, path: str) -> None:
    page.goto(f"{site}{path}")
    enter(page, who)


def enter(page: Page, who: Account) -> None:
    page.get_by_label("E-mail address").fill(who.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def found(stored: Settings, slug: str) -> Item:
    database = Database(stored.database_url)
    with database.reading() as session:
        item = find_by_slug(session, slug)
    database.close()
    assert item is not None
    return item


def rule_of(stored: Settings, name: str) -> ReminderRule:
    database = Database(stored.database_url)
    with database.reading() as session:
        rule = find_rule(session, name)
    database.close()
    return rule


def words(page: Page, language: str) -> Page:
    """Return the part of the form that holds one language."""
    return page.get_by_role("group", name=language)  # type: ignore[return-value]  # a locator asks like a page
