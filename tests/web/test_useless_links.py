"""The page of a link that does nothing any more."""

import pytest
from flask import Flask

from calendar_service.web.useless_links import UselessLink, useless_page
from tests.web.seeing import Page


@pytest.mark.parametrize(
    ("offers", "ways"), [(True, ["/login/forgotten", "/login"]), (False, ["/login"])]
)
def test_it_says_why_and_leads_on(app: Flask, ways: list[str], *, offers: bool) -> None:
    wrong = UselessLink("Too old", "Ask again.")
    with app.test_request_context():
        page = Page(useless_page(wrong, offers_another=offers))
    assert page.response.status_code == 410
    said = (page.text("//h1"), page.text("//main//p[@class='lead']"))
    assert said == ("Too old", "Ask again.")
    assert page.all("//main//a/@href") == ways
