"""What the tests of pages share."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from calendar_service.services.administering import hash_password
from tests.web.browsing import CHROMIUM, QUIET
from tests.web.forgetting import OLD


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def old_hash() -> str:
    """The hash of the password that somebody has or had; it takes its time."""
    return hash_password(OLD)
