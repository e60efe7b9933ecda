"""The form that asks for mails: one answer, whatever is known of an address."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from calendar_service.app import create_app
from calendar_service.config import Settings
from calendar_service.domain.follower import Follower, Pace, Wish
from calendar_service.domain.item import ItemKind, Place
from calendar_service.services.following import confirm
from calendar_service.storage.database import Database
from calendar_service.storage.followers import ask_follower, list_followers
from tests.builders import NOW, make_item
from tests.fakes import StillClock
from tests.web.seeing import Page, add

PATH = "/subscribe/mail"
FILLED = {"address": "Nino@example.org", "kind": "meeting", "pace": "immediate"}


@pytest.fixture
def form(app: Flask, database: Database, client: FlaskClient) -> FlaskClient:
    """A client whose forms need no token of ours; there is an item to follow."""
    add(database, make_item(tags=("film",), place=Place(city="Tbilisi")))
    app.config["WTF_CSRF_ENABLED"] = False
    return client


@pytest.fixture
def without(settings: Settings, database: Database) -> Iterator[FlaskClient]:
    made = create_app(replace(settings, follow_by_mail=False), StillClock())
    yield made.test_client()
    made.extensions["calendar"].database.close()


def followers(database: Database) -> list[Follower]:
    with database.reading() as session:
        return list_followers(session)


def test_the_form_brings_along_what_was_chosen(form: FlaskClient) -> None:
    page = Page(form.get(f"{PATH}?kind=meeting&tag=film&words=ka&lang=en"))
    assert page.text("//h1") == "Follow by mail"
    assert page.all("//input[@name='kind'][@checked]/@value") == ["meeting"]
    assert page.all("//select/option[@selected]/@value") == ["film", "ka"]
    assert page.all("//input[@name='pace'][@checked]/@value") == ["weekly"]


def test_several_tags_of_an_address_stay_one_choice(
    form: FlaskClient, database: Database
) -> None:
    other = make_item(uid="b", slug="b", tags=("a, b",))
    add(database, other)
    page = Page(form.get(f"{PATH}?tag=film&tag=a%5C,%20b&lang=en"))
    (chosen,) = page.all("//select[@name='tag']/option[@selected]/@value")
    form.post(PATH, data=FILLED | {"tag": chosen})
    (follower,) = followers(database)
    assert follower.wish.tags == {"film", "a, b"}


def test_the_subscribe_page_leads_to_it_with_the_selection(form: FlaskClient) -> None:
    page = Page(form.get("/subscribe?kind=meeting&tag=film&lang=en"))
    (link,) = page.all("//section[@aria-labelledby='by-mail']//a/@href")
    assert link == f"{PATH}?kind=meeting&tag=film&words=en&lang=en"
    assert form.get(link).status_code == 200


def test_whoever_asks_is_noted_and_told_to_look_for_the_mail(
    form: FlaskClient, database: Database
) -> None:
    response = form.post(f"{PATH}?lang=ka", data=FILLED | {"words": "en"})
    assert (response.status_code, response.location) == (
        303,
        f"{PATH}?sent=yes&lang=ka",
    )
    (follower,) = followers(database)
    assert follower == Follower(
        name=follower.name,
        address="nino@example.org",
        wish=Wish(kinds=frozenset({ItemKind.MEETING})),
        pace=Pace.IMMEDIATE,
        language="en",
        asked_at=NOW,
    )
    page = Page(form.get(f"{PATH}?sent=yes&lang=en"))
    assert page.text("//h1") == "Look into your mailbox"


def test_the_answer_is_the_same_whether_an_address_follows_or_not(
    form: FlaskClient, database: Database, settings: Settings
) -> None:
    wish = Wish(kinds=frozenset({ItemKind.MEETING}))
    known = Follower(
        name="n" * 32,
        address="nino@example.org",
        wish=wish,
        pace=Pace.WEEKLY,
        language="ka",
        asked_at=NOW,
    )
    with database.transaction() as session:
        ask_follower(session, known)
        confirm(session, settings, known.name, NOW)
    answers = [
        form.post(f"{PATH}?lang=en", data=FILLED | {"address": address})
        for address in ("nino@example.org", "new@example.org", "new@example.org")
    ]
    seen = {
        (each.status_code, each.get_data(), tuple(sorted(each.headers.items())))
        for each in answers
    }
    assert len(seen) == 1


def test_what_is_no_address_is_said_and_the_rest_is_kept(
    form: FlaskClient, database: Database
) -> None:
    sent = FILLED | {"address": "nino@", "tag": "film"}
    response = form.post(f"{PATH}?lang=en", data=sent)
    page = Page(response)
    assert response.status_code == 422
    said = "This is no mail address. Write one like nino@example.org."
    assert page.text("//*[@role='alert']") == said
    assert page.all("//input[@name='address']/@value") == ["nino@"]
    assert page.all("//input[@aria-invalid]/@name") == ["address"]
    assert page.all("//input[@name='pace'][@checked]/@value") == ["immediate"]
    assert page.all("//select[@name='tag']/option[@selected]/@value") == ["film"]
    assert followers(database) == []


@pytest.mark.parametrize(
    ("odd", "tags", "places"),
    [
        ({"tag": "nothing"}, ["nothing"], ["Tbilisi"]),
        ({"tag": "film,nothing"}, ["film,nothing"], ["Tbilisi"]),
        ({"place": "Batumi"}, ["film"], ["Batumi"]),
        ({"kind": ["meeting", "party"]}, ["film"], ["Tbilisi"]),
    ],
)
def test_beside_an_odd_choice_all_that_was_chosen_stays(
    form: FlaskClient, odd: dict[str, object], tags: list[str], places: list[str]
) -> None:
    sent = FILLED | {"tag": "film", "place": "Tbilisi", "words": "ka"} | odd
    page = Page(form.post(f"{PATH}?lang=en", data=sent))
    assert page.response.status_code == 422
    assert page.all("//input[@name='kind'][@checked]/@value") == ["meeting"]
    assert page.all("//select[@name='tag']/option[@selected]/@value") == tags
    assert page.all("//select[@name='place']/option[@selected]/@value") == places
    assert page.all("//input[@name='pace'][@checked]/@value") == ["immediate"]
    assert page.all("//select[@name='words']/option[@selected]/@value") == ["ka"]
    assert page.all("//input[@name='address']/@value") == ["Nino@example.org"]


def test_odd_choices_are_said(form: FlaskClient, database: Database) -> None:
    response = form.get(f"{PATH}?tag=nothing&lang=en")
    assert response.status_code == 400
    assert "No item has the tag nothing." in response.get_data(as_text=True)
    response = form.post(f"{PATH}?lang=en", data=FILLED | {"kind": "party"})
    assert response.status_code == 422
    assert "kind=party is not one of" in Page(response).text("//*[@role='alert']")
    assert followers(database) == []


def refused(answer: TestResponse) -> list[str]:
    return Page(answer).texts("//main//p")


def test_one_client_cannot_flood_mailboxes(form: FlaskClient) -> None:
    def answer(number: int, client: str) -> TestResponse:
        return form.post(
            PATH,
            data=FILLED | {"address": f"{number}@example.org"},
            environ_base={"REMOTE_ADDR": client},
        )

    def send(number: int, client: str) -> int:
        return answer(number, client).status_code

    assert [send(n, f"2001:db8::{n}") for n in range(11)] == [303] * 10 + [429]
    said = "So many have asked for mails within the hour that we wait a little."
    assert any(each.startswith(said) for each in refused(answer(11, "2001:db8::1")))
    assert send(12, "2001:db8:0:1::1") == 303
    assert send(13, "192.0.2.1") == 303


def test_a_form_without_its_token_is_refused(
    client: FlaskClient, database: Database
) -> None:
    assert client.post(PATH, data=FILLED).status_code == 400
    assert followers(database) == []


def test_switched_off_it_is_not_there(without: FlaskClient) -> None:
    assert without.get(PATH).status_code == 404
    assert without.post(PATH, data=FILLED).status_code in {400, 404}
    page = Page(without.get("/subscribe?lang=en"))
    assert page.all("//section[@aria-labelledby='by-mail']") == []
