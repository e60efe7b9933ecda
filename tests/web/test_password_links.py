"""The way of a link at whose end a password is chosen."""

from dataclasses import replace

import pytest
from flask import Flask, Response, session

from calendar_service.domain.account import Account
from calendar_service.services.mail_links import BadLink, ExpiredLink
from calendar_service.services.resetting import UsedLink
from calendar_service.web.password_links import PasswordLink
from tests.builders import ADA
from tests.web.seeing import Page

WORDS = {
    BadLink: ("Not whole", "Copy all of it."),
    ExpiredLink: ("Too old", "Ask again."),
    UsedLink: ("Used", "Sign in."),
}


def found(*given: object) -> Account:
    return ADA


def refused(wrong: Exception) -> Account:
    raise wrong


LINK = PasswordLink(
    cookie="test-link",
    form="resetting.choose",
    template="new_password.html",
    find=found,
    use=found,
    words=WORDS,
)


@pytest.mark.parametrize("wrong", WORDS)
@pytest.mark.parametrize(
    ("offers", "ways"), [(True, ["/login/forgotten", "/login"]), (False, ["/login"])]
)
def test_a_link_of_no_use_says_why_and_leads_on(
    app: Flask, wrong: type[Exception], ways: list[str], *, offers: bool
) -> None:
    link = replace(LINK, find=lambda *_: refused(wrong()), offers_another=offers)
    with app.test_request_context():
        for answer in (link.open("token"), link.show(), link.put()):
            assert isinstance(answer, Response)
            page = Page(answer)
            assert page.response.status_code == 410
            said = (page.text("//h1"), page.text("//main//p[@class='lead']"))
            assert said == WORDS[wrong]
            assert page.all("//main//a/@href") == ways
        assert "test-link" not in session


def test_a_good_one_is_held_until_the_password_is_there(app: Flask) -> None:
    with app.test_request_context():
        assert LINK.open("token").location == "/login/password"
        assert session["test-link"] == "token"
    form = {"new": "correct horse", "again": "correct horse"}
    for sent, is_done in ((form | {"again": "other"}, False), (form, True)):
        with app.test_request_context(method="POST", data=sent):
            session["test-link"] = "token"
            assert (LINK.put() == ADA) is is_done
            assert ("test-link" in session) is not is_done


def test_of_two_at_once_one_finds_it_used(app: Flask) -> None:
    link = replace(LINK, use=lambda *_: refused(UsedLink()))
    form = {"new": "correct horse", "again": "correct horse"}
    with app.test_request_context(method="POST", data=form):
        answer = link.put()
    assert isinstance(answer, Response)
    assert answer.status_code == 410
