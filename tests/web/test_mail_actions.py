"""The pages behind the links in mails: no cookie, and only POST acts."""

from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from calendar_service.config import Settings
from calendar_service.domain.agreement import Agreement, Period
from calendar_service.domain.answer import Stop
from calendar_service.domain.item import (
    Item,
    ItemKind,
    ItemStatus,
    Visibility,
    details_of,
    revise,
    with_status,
)
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.domain.texts import Text
from calendar_service.services.mail_links import Asking, answer_link, stop_link
from calendar_service.storage.database import Database
from calendar_service.storage.items import store_item
from calendar_service.storage.mail_answers import list_answers
from calendar_service.storage.mail_stops import list_stops
from tests.builders import NOW, make_item
from tests.fakes import StillClock
from tests.web.seeing import Page, add

STOP = Stop("ada@example.org", ItemKind.MEETING)
AGREEMENT = make_item(
    kind=ItemKind.AGREEMENT,
    slug="memorandum",
    visibility=Visibility.STAFF,
    texts={"en": Text("Memorandum <b>"), "ka": Text("მემორანდუმი")},
    agreement=Agreement(expires=whole_month(2026, 10), notice_period=Period(3)),
)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def local(address: str, language: str = "en") -> str:
    return f"{urlsplit(address).path}?lang={language}"


@pytest.fixture
def stop(settings: Settings) -> str:
    return local(stop_link(settings, STOP, "en"))


@pytest.fixture
def answer(settings: Settings, database: Database) -> str:
    add(database, AGREEMENT)
    key = f"{AGREEMENT.uid}/2026-10-01/r/expiry/90/ada@example.org"
    asking = Asking(key, "ada@example.org", 0)
    return local(answer_link(settings, asking, "en", NOW))


def stops(database: Database) -> set[Stop]:
    with database.reading() as session:
        return set(list_stops(session))


def said(database: Database) -> list[str]:
    with database.reading() as session:
        return [answer.choice for answer in list_answers(session, [AGREEMENT.uid])]


def change(database: Database, item: Item) -> None:
    with database.transaction() as session:
        store_item(session, item, actor="ada", seen=item.revision - 1, now=NOW)


def buttons(page: Page) -> list[tuple[str, str]]:
    path = "//main//form//button/@"
    return list(zip(page.all(f"{path}name"), page.all(f"{path}value"), strict=True))


@pytest.mark.parametrize("as_file", [False, True])
def test_one_click_stops_at_once_without_cookie_or_redirect(
    client: FlaskClient, database: Database, stop: str, *, as_file: bool
) -> None:
    kind = "multipart/form-data" if as_file else "application/x-www-form-urlencoded"
    for _ in range(2):
        response = client.post(stop, data=ONE_CLICK, content_type=kind)
        assert response.status_code == 200
        assert "Location" not in response.headers
        assert "Set-Cookie" not in response.headers
        assert response.headers["Cache-Control"] == "private, no-store"
        assert stops(database) == {STOP}
        assert Page(response).text("//*[@role='status']") == (
            "Stopped. No more of these mails will come."
        )


def test_looking_changes_nothing_and_offers_to_stop(
    client: FlaskClient, database: Database, stop: str
) -> None:
    for method in (client.get, client.head):
        assert method(stop).status_code == 200
    assert stops(database) == set()
    page = Page(client.get(stop))
    assert page.text("//h1") == "Reminder mails: Meetings"
    assert page.text("//main//*[@class='lead']") == "For ada@example.org"
    assert buttons(page) == [("do", "stop")]
    assert "Set-Cookie" not in page.response.headers


def test_the_way_back_is_on_the_page(
    client: FlaskClient, database: Database, stop: str
) -> None:
    page = Page(client.post(stop, data={"do": "stop"}))
    assert buttons(page) == [("do", "again")] == buttons(Page(client.get(stop)))
    page = Page(client.post(stop, data={"do": "again"}))
    assert page.text("//*[@role='status']") == (
        "They come again, from the next one on."
    )
    assert (stops(database), buttons(page)) == (set(), [("do", "stop")])


def test_the_form_leads_back_to_the_same_link(client: FlaskClient, stop: str) -> None:
    assert Page(client.get(stop)).all("//main//form/@action") == [stop]
    georgian = stop.replace("lang=en", "lang=ka")
    page = Page(client.get(georgian))
    assert page.text("//h1") == "შემახსენებელი წერილები: შეხვედრები"
    assert page.all("//main//form/@action") == [georgian]


@pytest.mark.parametrize("what", ["stop", "answer"])
@pytest.mark.parametrize("token", ["x", "a.b", "%00", "W10.x", "x" * 5000, "ა"])
def test_a_link_that_is_not_ours_is_not_found(
    client: FlaskClient, database: Database, what: str, token: str
) -> None:
    path = f"/mail/{what}/{token}?lang=en"
    for response in (client.get(path), client.post(path, data={"answer": "done"})):
        assert response.status_code == 404
        assert Page(response).text("//main//*[@class='lead']") == (
            "The link is not whole. Open it from the mail once more, all of it."
        )
    assert (stops(database), said(database)) == (set(), [])


def test_other_forms_still_need_their_token(client: FlaskClient) -> None:
    response = client.post("/login", data={"email": "a@b.org", "password": "x"})
    assert Page(response).text("//h1") == "The form has expired"


def test_the_answers_are_shown_with_what_is_asked_about(
    client: FlaskClient, database: Database, answer: str
) -> None:
    for method in (client.get, client.head):
        assert method(answer).status_code == 200
    page = Page(client.get(answer))
    assert said(database) == []
    assert page.text("//h1") == "Memorandum <b>"
    lead = "Expires: October 2026Notice deadline: 1 July 2026"
    assert page.text("//main//*[@class='lead']") == lead
    assert page.texts("//main//button") == [
        *("Seen", "In hand", "Renewed", "Let it lapse", "Ask in a week")
    ]
    assert "Set-Cookie" not in page.response.headers
    assert page.response.headers["Cache-Control"] == "private, no-store"


def test_the_answer_of_the_pressed_link_is_only_proposed(
    client: FlaskClient, database: Database, answer: str
) -> None:
    page = Page(client.get(f"{answer}&answer=lapse"))
    assert page.texts("//button[@class='button']") == ["Let it lapse"]
    assert said(database) == []


def test_an_answer_is_taken_once_and_can_be_changed(
    client: FlaskClient, database: Database, answer: str
) -> None:
    for _ in range(2):
        page = Page(client.post(answer, data={"answer": "in_hand"}))
        assert page.response.status_code == 200
        assert page.text("//*[@role='status']") == "Noted: In hand. Thank you."
    assert said(database) == ["in_hand"]
    client.post(answer, data={"answer": "done"})
    assert said(database) == ["in_hand", "done"]
    page = Page(client.get(answer))
    assert page.text("//main//h2") == "Change the answer"
    assert page.text("//li[.//strong]/button") == "Renewed"


@pytest.mark.parametrize("chosen", ["", "nonsense", "DONE", "\x00"])
def test_no_answer_of_ours_is_told_so(
    client: FlaskClient, database: Database, answer: str, chosen: str
) -> None:
    response = client.post(answer, data={"answer": chosen})
    assert response.status_code == 400
    lead = "Choose one of the answers."
    assert Page(response).text("//main//*[@class='lead']") == lead
    assert said(database) == []


def test_changed_dates_are_told_with_what_it_is_now(
    client: FlaskClient, database: Database, answer: str
) -> None:
    terms = Agreement(expires=whole_month(2027, 1))
    moved = replace(details_of(AGREEMENT), agreement=terms)
    change(database, revise(AGREEMENT, moved, NOW))
    for response, status in (
        (client.get(answer), 200),
        (client.post(answer, data={"answer": "done"}), 409),
    ):
        page = Page(response)
        assert response.status_code == status
        assert page.texts("//*[@role='alert']/p") == [
            "The dates have changed since this mail was sent.",
            "The mail said: Expires: October 2026; Notice deadline: 1 July 2026",
            "Now it is: Expires: January 2027",
            "No answer is needed.",
        ]
        assert buttons(page) == []
    assert said(database) == []


def test_what_is_cancelled_says_so_and_what_is_gone_is_not_found(
    client: FlaskClient, database: Database, answer: str
) -> None:
    cancelled = with_status(AGREEMENT, ItemStatus.CANCELLED, NOW)
    change(database, cancelled)
    page = Page(client.get(answer))
    first = page.texts("//*[@role='alert']/p")[0]
    assert first == "This does not take place any more."
    change(database, with_status(cancelled, ItemStatus.DELETED, NOW))
    for response in (client.get(answer), client.post(answer, data={"answer": "done"})):
        assert response.status_code == 404
        assert Page(response).text("//main//*[@class='lead']") == (
            "What the mail was about is not in the calendar any more."
        )


def test_an_ended_term_needs_no_answer(
    client: FlaskClient, database: Database, answer: str
) -> None:
    terms = AGREEMENT.agreement
    assert terms is not None
    ended = replace(terms, ended_on=date(2026, 3, 1))
    change(
        database,
        revise(AGREEMENT, replace(details_of(AGREEMENT), agreement=ended), NOW),
    )
    first = Page(client.get(answer)).texts("//*[@role='alert']/p")[0]
    assert first == "This has been decided already: the term was renewed or ended."


def test_a_link_of_sixty_one_days_is_too_old(
    client: FlaskClient, database: Database, clock: StillClock, answer: str
) -> None:
    clock.now += timedelta(days=61)
    for response in (client.get(answer), client.post(answer, data={"answer": "done"})):
        assert response.status_code == 410
        assert Page(response).text("//h1") == "This link is too old"
    assert said(database) == []


def test_a_meeting_is_done_and_shows_its_day(
    client: FlaskClient, database: Database, settings: Settings
) -> None:
    add(database, make_item(span=whole_days(date(2026, 5, 14))))
    key = "meeting-1@example.org/2026-05-14/r/start/7/ada@example.org"
    asking = Asking(key, "ada@example.org", 0)
    page = Page(client.get(local(answer_link(settings, asking, "ka", NOW), "ka")))
    assert page.text("//main//*[@class='lead']") == "14 მაისი, 2026"
    assert page.texts("//main//button")[2] == "შესრულდა"
