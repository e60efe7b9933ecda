"""The pages behind the links in mails to followers: no cookie, only POST acts."""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from calendar_service.app import create_app
from calendar_service.config import Settings
from calendar_service.domain.follower import Follower, Pace, Wish
from calendar_service.domain.item import ItemKind
from calendar_service.services.following import confirm
from calendar_service.services.mail_links import (
    confirm_link,
    leave_link,
    manage_link,
)
from calendar_service.storage.database import Database
from calendar_service.storage.followers import ask_follower, list_followers
from tests.builders import NOW, make_item
from tests.fakes import StillClock
from tests.web.seeing import Page, add

MEETINGS = Wish(kinds=frozenset({ItemKind.MEETING}))
NINO = Follower(
    name="n" * 32,
    address="nino@example.org",
    wish=MEETINGS,
    pace=Pace.WEEKLY,
    language="ka",
    asked_at=NOW,
)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def local(address: str) -> str:
    return f"{urlsplit(address).path}?lang=en"


@pytest.fixture
def confirming(settings: Settings, database: Database) -> str:
    """The link of one who has asked."""
    add(database, make_item(tags=("film",)))
    with database.transaction() as session:
        ask_follower(session, NINO)
    return local(confirm_link(settings, NINO))


@pytest.fixture
def confirmed(settings: Settings, database: Database, confirming: str) -> None:
    with database.transaction() as session:
        confirm(session, settings, NINO.name, NOW)


@pytest.fixture
def leaving(settings: Settings, confirmed: None) -> str:
    return local(leave_link(settings, NINO.name, "en"))


@pytest.fixture
def managing(settings: Settings, confirmed: None) -> str:
    return local(manage_link(settings, NINO.name, "en"))


def followers(database: Database) -> list[Follower]:
    with database.reading() as session:
        return list_followers(session)


def test_looking_at_a_confirmation_confirms_nothing(
    client: FlaskClient, database: Database, confirming: str
) -> None:
    for method in (client.get, client.head):
        assert method(confirming).status_code == 200
    page = Page(client.get(confirming))
    assert page.text("//h1") == "Follow the calendar by mail?"
    assert page.text("//main//*[@class='lead']") == "For nino@example.org"
    assert page.text("//main//strong") == "Meetings"
    assert page.texts("//main//form//button") == ["Yes, send me these mails"]
    assert "Set-Cookie" not in page.response.headers
    assert followers(database) == [NINO]


def test_a_confirmation_counts_once_and_leads_on(
    client: FlaskClient, database: Database, clock: StillClock, confirming: str
) -> None:
    for _ in range(2):
        page = Page(client.post(confirming))
        assert page.text("//*[@role='status']") == (
            "Confirmed. The mails come from now on."
        )
        clock.move(hours=1)
    assert followers(database) == [replace(NINO, confirmed_at=NOW, told=1)]
    page = Page(client.get(confirming))
    assert page.text("//h1") == "You follow the calendar by mail"
    (manage,) = page.all("//main//a[contains(@href, '/mail/follow/')]/@href")
    assert client.get(local(manage)).status_code == 200


def test_a_confirmation_is_over_after_three_days(
    client: FlaskClient, database: Database, clock: StillClock, confirming: str
) -> None:
    clock.move(days=3)
    for method in (client.get, client.post):
        page = Page(method(confirming))
        assert page.response.status_code == 410
        assert page.text("//h1") == "This link is too old"
    assert followers(database) == [NINO]


def test_what_was_forgotten_cannot_be_confirmed(
    client: FlaskClient, settings: Settings, database: Database
) -> None:
    gone = local(confirm_link(settings, NINO))
    for method in (client.get, client.post):
        page = Page(method(gone))
        assert page.response.status_code == 410
        assert page.text("//h1") == "This was forgotten"
    assert followers(database) == []


@pytest.mark.parametrize("as_file", [False, True])
def test_one_click_leaves_at_once_without_cookie_or_redirect(
    client: FlaskClient, database: Database, leaving: str, *, as_file: bool
) -> None:
    kind = "multipart/form-data" if as_file else "application/x-www-form-urlencoded"
    for _ in range(2):
        response = client.post(leaving, data=ONE_CLICK, content_type=kind)
        assert response.status_code == 200
        assert "Location" not in response.headers
        assert "Set-Cookie" not in response.headers
        assert response.headers["Cache-Control"] == "private, no-store"
        assert followers(database) == []
        assert Page(response).text("//h1") == "You are unsubscribed"


def test_looking_at_the_way_out_leaves_nothing(
    client: FlaskClient, database: Database, leaving: str
) -> None:
    for method in (client.get, client.head):
        assert method(leaving).status_code == 200
    page = Page(client.get(leaving))
    assert page.texts("//main//form//button") == ["Unsubscribe"]
    assert len(followers(database)) == 1


def test_one_can_leave_where_following_is_switched_off(
    settings: Settings, database: Database, leaving: str
) -> None:
    made = create_app(replace(settings, follow_by_mail=False), StillClock())
    page = Page(made.test_client().post(leaving, data=ONE_CLICK))
    assert page.text("//h1") == "You are unsubscribed"
    assert page.all("//main//a[contains(@href, '/subscribe/mail')]/@href") == []
    assert followers(database) == []
    made.extensions["calendar"].database.close()


def test_whoever_left_finds_the_way_back_with_the_same_wish(
    client: FlaskClient, leaving: str
) -> None:
    page = Page(client.post(leaving))
    (back,) = page.all("//main//a[contains(@href, '/subscribe/mail')]/@href")
    assert back == "/subscribe/mail?kind=meeting&lang=en"
    assert client.get(back).status_code == 200


def test_a_reader_changes_what_is_followed(
    client: FlaskClient, database: Database, managing: str
) -> None:
    page = Page(client.get(managing))
    assert page.all("//input[@checked]/@value") == ["meeting", "weekly"]
    assert page.all("//select/option[@selected]/@value") == ["ka"]
    new = {"do": "save", "tag": "film", "pace": "immediate", "words": "en"}
    for _ in range(2):
        page = Page(client.post(managing, data=new))
        assert page.text("//*[@role='status']") == "Saved. You follow: #film"
        assert page.all("//select/option[@selected]/@value") == ["film", "en"]
    (follower,) = followers(database)
    assert follower == replace(
        NINO,
        wish=Wish(tags=frozenset({"film"})),
        pace=Pace.IMMEDIATE,
        language="en",
        confirmed_at=NOW,
        told=1,
    )


def test_looking_changes_nothing(
    client: FlaskClient, database: Database, managing: str
) -> None:
    before = followers(database)
    for method in (client.get, client.head):
        assert method(f"{managing}&do=leave&tag=film").status_code == 200
    assert followers(database) == before


def test_a_reader_leaves_from_there_too(
    client: FlaskClient, database: Database, managing: str
) -> None:
    page = Page(client.post(managing, data={"do": "leave"}))
    assert page.text("//h1") == "You are unsubscribed"
    assert followers(database) == []
    for method in (client.get, client.post):
        page = Page(method(managing))
        assert (page.response.status_code, page.text("//h1")) == (
            200,
            "You are unsubscribed",
        )


def test_what_cannot_be_followed_is_said_and_changes_nothing(
    client: FlaskClient, database: Database, settings: Settings, managing: str
) -> None:
    with database.transaction() as session:
        ask_follower(session, replace(NINO, name="o" * 32, wish=Wish()))
        confirm(session, settings, "o" * 32, NOW)
    before = followers(database)
    page = Page(client.post(managing, data={"do": "save", "tag": "nothing"}))
    assert page.response.status_code == 422
    assert page.text("//*[@role='alert']") == "No item has the tag nothing."
    page = Page(client.post(managing, data={"do": "save"}))
    assert page.response.status_code == 422
    assert page.text("//*[@role='alert']").startswith("You follow exactly this")
    assert followers(database) == before


@pytest.mark.parametrize("tag", ["nothing", "film"])
def test_what_was_chosen_stays_in_the_form_where_it_is_refused(
    client: FlaskClient,
    database: Database,
    settings: Settings,
    managing: str,
    tag: str,
) -> None:
    film = Wish(kinds=frozenset({ItemKind.SCREENING}), tags=frozenset({"film"}))
    with database.transaction() as session:
        ask_follower(session, replace(NINO, name="o" * 32, wish=film))
        confirm(session, settings, "o" * 32, NOW)
    choice = {"kind": "screening", "tag": tag, "pace": "immediate", "words": "en"}
    page = Page(client.post(managing, data={"do": "save"} | choice))
    assert page.response.status_code == 422
    assert page.all("//input[@checked]/@value") == ["screening", "immediate"]
    assert page.all("//select/option[@selected]/@value") == [tag, "en"]
    assert Page(client.get(managing)).all("//input[@checked]/@value") == [
        *("meeting", "weekly")
    ]


def test_nobody_manages_what_is_not_confirmed(
    client: FlaskClient, database: Database, settings: Settings, confirming: str
) -> None:
    managing = local(manage_link(settings, NINO.name, "en"))
    assert "Unsubscribe from" in Page(client.get(managing)).text("//h1")
    client.post(managing, data={"do": "save", "words": "en"})
    assert followers(database) == [NINO]


@pytest.mark.parametrize("what", ["confirm", "leave", "follow"])
def test_a_link_that_is_not_whole_is_said_to_be(
    client: FlaskClient, database: Database, managing: str, what: str
) -> None:
    before = followers(database)
    for token in ("x", managing.partition("?")[0].rpartition("/")[2][:-1], "x" * 9_999):
        for method in (client.get, client.post):
            response = method(f"/mail/{what}/{token}?lang=en")
            assert response.status_code == 404
            assert "The link is not whole." in response.get_data(as_text=True)
    assert followers(database) == before


def test_a_confirmation_is_no_way_out_and_the_other_way_round(
    client: FlaskClient, database: Database, confirming: str, leaving: str
) -> None:
    tokens = [
        path.partition("?")[0].rpartition("/")[2] for path in (confirming, leaving)
    ]
    assert client.post(f"/mail/leave/{tokens[0]}").status_code == 404
    assert client.post(f"/mail/confirm/{tokens[1]}").status_code == 404
    assert len(followers(database)) == 1
