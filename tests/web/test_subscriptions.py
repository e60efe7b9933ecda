"""Private feeds: shown once, renewed, ended, and nobody else's."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from calendar_service.config import Settings
from calendar_service.domain.account import Account
from calendar_service.domain.item import Visibility
from calendar_service.domain.texts import Text
from calendar_service.services.feed_polls import PollBook
from calendar_service.services.publishing import Publisher
from calendar_service.storage.database import Database
from calendar_service.storage.feeds import (
    SavedFeed,
    list_polls,
    store_saved_feed,
)
from tests.builders import ADA, CLEO, NOW, make_item
from tests.web.seeing import Page, add

SignedIn = Callable[[Account], FlaskClient]
STAFF = "/staff/feeds"
NAMED = re.compile(r"(/|%2F)feeds(/|%2F)private(/|%2F).*?(/|%2F)all")


def send(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    (token, *_) = Page(client.get(STAFF)).all("//input[@name='csrf_token']/@value")
    return client.post(path, data={"csrf_token": token, **fields})


def secret_in(response: TestResponse) -> str:
    (secret,) = set(re.findall(r"/feeds/private/([\w-]{32})/", response.text))
    return str(secret)


def save(database: Database, name: str, title: str, visibility: Visibility) -> None:
    feed = SavedFeed(
        name=name,
        query={"kind": "meeting"},
        titles={"en": title},
        descriptions={},
        visibility=visibility,
    )
    with database.transaction() as session:
        store_saved_feed(session, feed, NOW)


def poll_book(client: FlaskClient) -> PollBook:
    book: PollBook = client.application.extensions["feed_lane"].polls
    return book


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_public_has_no_private_feeds(client: FlaskClient, method: str) -> None:
    assert client.open(STAFF, method=method).status_code in {303, 400}


def test_an_address_is_shown_once_and_opens_what_is_for_staff(
    signed_in_as: SignedIn, client: FlaskClient, database: Database
) -> None:
    hidden = make_item(
        visibility=Visibility.STAFF, texts={"en": Text(title="For staff")}
    )
    add(database, hidden)
    mine = signed_in_as(CLEO)
    given = send(mine, STAFF, feed="meetings", label="phone")
    secret = secret_in(given)
    assert given.headers["Cache-Control"] == "private, no-store"
    assert given.headers["Referrer-Policy"] == "no-referrer"
    listed = mine.get(STAFF).text
    assert (secret in listed, "phone" in listed) == (False, True)
    address = f"/feeds/private/{secret}/meetings.ics"
    assert b"SUMMARY;LANGUAGE=en:For staff" in client.get(address).data
    assert b"For staff" not in client.get("/feeds/meetings.ics").data


def test_renewing_and_ending_kill_the_former_address(
    signed_in_as: SignedIn, client: FlaskClient
) -> None:
    mine = signed_in_as(CLEO)
    first = secret_in(send(mine, STAFF, feed="all"))
    second = secret_in(send(mine, f"{STAFF}/1/renew"))
    found = [
        client.get(f"/feeds/private/{s}/all.ics").status_code for s in (first, second)
    ]
    assert found == [404, 200]
    assert send(mine, f"{STAFF}/1/end").status_code == 303
    assert client.get(f"/feeds/private/{second}/all.ics").status_code == 404
    assert send(mine, f"{STAFF}/1/end").status_code == 404


def test_nobody_ends_what_is_another_ones(signed_in_as: SignedIn) -> None:
    send(signed_in_as(CLEO), STAFF, feed="all")
    other = signed_in_as(ADA)
    assert send(other, f"{STAFF}/1/end").status_code == 404
    assert send(other, f"{STAFF}/1/renew").status_code == 404


def test_a_feed_that_is_not_there_is_said_so(signed_in_as: SignedIn) -> None:
    answer = send(signed_in_as(CLEO), STAFF, feed="nothing")
    assert (answer.status_code, "There is no feed nothing" in answer.text) == (
        400,
        True,
    )


def test_every_way_to_be_wrong_is_the_same_404_as_none(
    signed_in_as: SignedIn, client: FlaskClient
) -> None:
    mine = signed_in_as(CLEO)
    former = secret_in(send(mine, STAFF, feed="all"))
    ended = secret_in(send(mine, f"{STAFF}/1/renew"))
    send(mine, f"{STAFF}/1/end")
    other = secret_in(send(mine, STAFF, feed="meetings"))
    answers = set()
    for secret in (former, ended, other, "x" * 32, "short", "%00", "ქ" * 32):
        address = f"/feeds/private/{secret}/all.ics"
        answer = client.get(address)
        # The page names its own address, in the links that switch the language.
        text = re.sub(
            r"/feeds/private/[^/]+/|%2Ffeeds%2Fprivate%2F.*?%2Fall", "", answer.text
        )
        headers = tuple((k, v) for k, v in answer.headers if k != "Content-Length")
        answers.add((answer.status_code, headers, text))
    assert [status for status, _, _ in answers] == [404]


def test_a_private_feed_is_kept_by_nobody_on_the_way(
    signed_in_as: SignedIn, client: FlaskClient
) -> None:
    secret = secret_in(send(signed_in_as(CLEO), STAFF, feed="all"))
    address = f"/feeds/private/{secret}/all.ics"
    whole = client.get(address)
    tag = {"If-None-Match": whole.headers["ETag"]}
    known, head = client.get(address, headers=tag), client.head(address)
    assert [a.status_code for a in (whole, known, head)] == [200, 304, 200]
    for answer in (whole, known, head):
        assert answer.headers["Cache-Control"] == "private, max-age=300"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in answer.headers
    assert secret not in whole.text


@pytest.mark.parametrize("ending", ["ics", "atom", "rss", "json"])
def test_what_is_for_staff_is_in_the_private_feed_alone(
    signed_in_as: SignedIn, client: FlaskClient, database: Database, ending: str
) -> None:
    hidden = make_item(visibility=Visibility.STAFF, texts={"en": Text(title="Hidden")})
    add(database, hidden)
    secret = secret_in(send(signed_in_as(CLEO), STAFF, feed="all"))
    for _ in range(2):  # the second is remembered
        private = client.get(f"/feeds/private/{secret}/all.{ending}")
        public = client.get(f"/feeds/all.{ending}")
        assert (b"Hidden" in private.data, b"Hidden" in public.data) == (True, False)


def test_a_secret_stands_in_no_log(
    signed_in_as: SignedIn,
    client: FlaskClient,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secret = secret_in(send(signed_in_as(CLEO), STAFF, feed="all"))
    caplog.set_level("DEBUG")
    address = f"/feeds/private/{secret}/all.ics"
    assert client.get(address).status_code == 200

    def broken(*_: object) -> None:
        raise ArithmeticError

    monkeypatch.setattr(Publisher, "document", broken)
    monkeypatch.setitem(client.application.config, "PROPAGATE_EXCEPTIONS", 0)
    assert client.get(address).status_code == 500
    messages = [record.getMessage() for record in caplog.records]
    assert "Exception on /feeds/private/…/all.ics [GET]" in messages
    assert secret not in caplog.text


def test_a_secret_stands_nowhere_in_the_database(
    signed_in_as: SignedIn, client: FlaskClient, settings: Settings, database: Database
) -> None:
    mine = signed_in_as(CLEO)
    former = secret_in(send(mine, STAFF, feed="all"))
    secret = secret_in(send(mine, f"{STAFF}/1/renew"))
    assert client.get(f"/feeds/private/{secret}/all.ics").status_code == 200
    poll_book(client).write()
    files = sorted(settings.instance.glob("calendar.sqlite3*"))
    kept = b"".join(path.read_bytes() for path in files)
    assert CLEO.email.encode() in kept
    assert (former.encode() in kept, secret.encode() in kept) == (False, False)


def test_it_is_shown_when_an_address_was_used_last(
    signed_in_as: SignedIn, client: FlaskClient
) -> None:
    mine = signed_in_as(CLEO)
    secret = secret_in(send(mine, STAFF, feed="all"))
    told = "//ul[@class='rows panel subscriptions']/li/span/span"
    assert Page(mine.get(STAFF)).texts(told) == ["given on 10 March 2026, not used yet"]
    client.get(f"/feeds/private/{secret}/all.ics")
    poll_book(client).write()
    assert Page(mine.get(STAFF)).texts(told) == [
        "given on 10 March 2026, last used 10 March 2026, 16:00"
    ]


def test_a_poll_is_noted_with_what_it_was_given(
    signed_in_as: SignedIn, client: FlaskClient, database: Database
) -> None:
    secret = secret_in(send(signed_in_as(CLEO), STAFF, feed="all"))
    address = f"/feeds/private/{secret}/all.ics"
    thunderbird = {"User-Agent": "Mozilla/5.0 Thunderbird/153.7"}
    before = client.get(address, headers=thunderbird).headers["ETag"]
    client.get("/feeds/all.ics", headers=thunderbird)
    (item,) = add(database, make_item())
    known = {"If-None-Match": before, "User-Agent": "Google-Calendar-Importer"}
    assert client.get(address, headers=known).status_code == 200
    poll_book(client).write()
    with database.reading() as session:
        polls = {p.subscriber: (p.client, p.version) for p in list_polls(session)}
    assert polls == {
        "token:1": ("Google Calendar", item.version),
        "public:Thunderbird": ("Thunderbird", 0),
    }


def test_a_selection_for_staff_is_offered_by_its_title_and_unknown_to_the_public(
    signed_in_as: SignedIn, client: FlaskClient, database: Database
) -> None:
    add(database, make_item())
    save(database, "calls", "Calls", Visibility.STAFF)
    mine = signed_in_as(CLEO)
    offered = Page(mine.get(STAFF)).texts("//option")
    assert (offered[:3], offered[-1]) == (
        ["All events", "Coming up", "Changes"],
        "Calls",
    )
    secret = secret_in(send(mine, STAFF, feed="calls"))
    for ending in ("ics", "atom"):
        private = client.get(f"/feeds/private/{secret}/calls.{ending}")
        assert (private.status_code, b"Coordination" in private.data) == (200, True)
        public = client.get(f"/feeds/calls.{ending}")
        assert public.status_code == 404
        assert "There is no feed calls; /subscribe lists all." in public.text


def test_news_is_given_to_readers_alone(signed_in_as: SignedIn) -> None:
    given = Page(send(signed_in_as(CLEO), STAFF, feed="news"))
    endings = [url.rpartition(".")[2] for url in given.all("//input[@readonly]/@value")]
    assert endings == ["rss", "atom", "json"]
    assert given.all("//a[starts-with(@href, 'webcal:')]/@href") == []


def test_a_form_without_its_token_gives_nothing(signed_in_as: SignedIn) -> None:
    mine = signed_in_as(CLEO)
    assert mine.post(STAFF, data={"feed": "all"}).status_code == 400
    assert "You have none yet." in mine.get(STAFF).text


def test_the_subscribe_page_lists_the_selections_that_are_for_everybody(
    client: FlaskClient, database: Database
) -> None:
    assert Page(client.get("/subscribe")).texts("//*[@id='saved']") == []
    save(database, "returns", "Return", Visibility.PUBLIC)
    save(database, "calls", "Calls", Visibility.STAFF)
    page = Page(client.get("/subscribe"))
    rows = "//section[@aria-labelledby='saved']//li"
    assert page.texts(f"{rows}//strong") == ["Return"]
    addresses = page.all(f"{rows}//a/@href")
    assert addresses == [
        f"http://calendar.example.org/feeds/returns.{ending}"
        for ending in ("ics", "rss", "atom", "json")
    ]
    for address in addresses:
        assert client.get(address).status_code == 200


def test_what_the_subscribe_page_gives_as_examples_works(client: FlaskClient) -> None:
    page = Page(client.get("/subscribe"))
    examples = page.texts("//code")
    timely = page.all("//section[@aria-labelledby='timely']//a/@href")
    assert (len(examples), len(timely)) == (2, 6)
    for address in (*examples, *timely):
        path = address.removeprefix("http://calendar.example.org")
        assert client.get(path).status_code == 200, path
