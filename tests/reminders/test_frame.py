"""The beginning of every mail's page."""

import pytest
from lxml import html

from calendar_service.reminders import list_sheet, sheet
from calendar_service.reminders.frame import HEAD


@pytest.mark.parametrize("page", [sheet.PAGE, list_sheet.PAGE], ids=["one", "list"])
def test_every_page_is_fit_for_phones_and_for_the_dark(page: str) -> None:
    assert page.startswith(HEAD)
    named = html.fromstring(page).xpath("//meta[@name]")
    assert {each.get("name"): each.get("content") for each in named} == {
        "viewport": "width=device-width, initial-scale=1",
        "color-scheme": "light dark",
        "supported-color-schemes": "light dark",
    }


@pytest.mark.parametrize("page", [sheet.PAGE, list_sheet.PAGE], ids=["one", "list"])
def test_no_page_asks_another_site_for_anything(page: str) -> None:
    assert "http" not in page
    assert "url(" not in page
