"""The short way answers as the view does, and only what the view has answered."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from calendar_service.domain.item import Item
from calendar_service.services.feed_access import forget_feed, give_token, save_feed
from calendar_service.storage.accounts import store_account
from calendar_service.storage.database import Database, OperationalError
from calendar_service.storage.feeds import SavedFeed
from calendar_service.storage.items import store_item
from calendar_service.web import feed_lane
from calendar_service.web.feed_lane import FeedLane
from tests.builders import BEN, CLEO, NOW, make_item

ALL = "/feeds/all.ics"


@pytest.fixture
def lane(app: Flask) -> FeedLane:
    found: FeedLane = app.extensions["feed_lane"]
    return found


@pytest.fixture
def views(app: Flask) -> list[int]:
    """One entry for each request that came to Flask."""
    seen: list[int] = []
    app.before_request(lambda: seen.append(1))
    return seen


def add(database: Database, name: str = "a") -> Item:
    item = make_item(uid=f"{name}@example.org", slug=name, tags=("return",))
    with database.transaction() as session:
        return store_item(session, item, actor="ada", seen=None, now=NOW)


NEW_TAG = "the tag of the document"
REQUESTS: list[dict[str, str]] = [
    {},
    {"Accept-Encoding": "gzip"},
    {"Accept-Encoding": "br;q=1.0, gzip;q=0.5"},
    {"Accept-Encoding": "gzip;q=0"},
    {"If-None-Match": "*"},
    {"If-None-Match": '"zz"'},
    {"If-None-Match": NEW_TAG},
    {"If-None-Match": NEW_TAG, "Accept-Encoding": "gzip"},
    {"If-Modified-Since": "Tue, 10 Mar 2099 12:00:00 GMT"},
    {"If-Modified-Since": "Tue, 10 Mar 2009 12:00:00 GMT"},
    {"Range": "bytes=0-9"},
]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", [ALL, "/feeds/all.atom", f"{ALL}?lang=ka&alarm=1h"])
def test_both_ways_answer_alike_header_by_header(
    client: FlaskClient, lane: FeedLane, database: Database, method: str, path: str
) -> None:
    add(database)
    tag = client.get(path).headers["ETag"]
    for headers in REQUESTS:
        asked = {name: tag if v == NEW_TAG else v for name, v in headers.items()}
        lane._known.clear()  # noqa: SLF001 - as in a process that was just started
        by_view = client.open(path, method=method, headers=asked)
        assert len(lane._known) == 1  # noqa: SLF001 - as above
        by_lane = client.open(path, method=method, headers=asked)
        assert (by_lane.status, by_lane.data) == (by_view.status, by_view.data)
        assert sorted(by_lane.headers) == sorted(by_view.headers)


def test_the_second_question_does_not_come_to_flask(
    client: FlaskClient, database: Database, views: list[int]
) -> None:
    add(database)
    for method in ("GET", "HEAD", "GET"):
        assert client.open(ALL, method=method).status_code == 200
    assert views == [1]
    for method in ("POST", "OPTIONS"):
        client.open(ALL, method=method)
    assert len(views) == 3


def test_no_more_addresses_are_remembered_than_fit(
    client: FlaskClient,
    database: Database,
    lane: FeedLane,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feed_lane, "MOST_ADDRESSES", 2)
    add(database)
    for query in ("", "lang=ka", "alarm=1h"):
        client.get(f"{ALL}?{query}")
    assert list(lane._known) == [(ALL, "lang=ka"), (ALL, "alarm=1h")]  # noqa: SLF001 - seen nowhere else


def test_an_edit_goes_through_the_view_once(
    client: FlaskClient, database: Database, views: list[int]
) -> None:
    add(database)
    first = client.get(ALL)
    add(database, "b")
    second, third = client.get(ALL), client.get(ALL)
    assert (first.data != second.data, second.data == third.data) == (True, True)
    assert len(views) == 2


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/feeds/nothing.ics", 404),
        ("/feeds/all.ics?lang=fr", 400),
        ("/feeds/private/x/all.ics", 404),
        ("/feeds/", 404),
    ],
)
def test_what_the_view_did_not_answer_stays_with_the_view(
    client: FlaskClient, views: list[int], address: str, status: int
) -> None:
    assert [client.get(address).status_code for _ in range(2)] == [status, status]
    assert len(views) == 2


def test_private_feeds_never_take_the_short_way(
    client: FlaskClient, database: Database, views: list[int]
) -> None:
    with database.transaction() as session:
        store_account(session, CLEO, NOW)
        secret = give_token(session, CLEO, CLEO.email, "all", "", NOW).secret
    address = f"/feeds/private/{secret}/all.ics"
    answers = [client.get(address) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert len(views) == 2
    headers = answers[1].headers
    assert headers["Cache-Control"] == "private, max-age=300"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in headers
    assert secret.encode() not in answers[0].data


def test_a_saved_feed_that_changes_is_seen_at_once(
    client: FlaskClient, database: Database
) -> None:
    add(database)

    def save(tag: str) -> None:
        feed = SavedFeed(
            name="mine", query={"tag": tag}, titles={"en": tag}, descriptions={}
        )
        with database.transaction() as session:
            save_feed(session, BEN, feed, ("en", "ka"), NOW)

    save("return")
    first = client.get("/feeds/mine.ics")
    assert (b"VEVENT" in first.data, client.get("/feeds/mine.ics").data) == (
        True,
        first.data,
    )
    save("other")
    second = client.get("/feeds/mine.ics")
    assert (second.status_code, b"VEVENT" in second.data) == (200, False)
    with database.transaction() as session:
        forget_feed(session, BEN, "mine", NOW)
    assert client.get("/feeds/mine.ics").status_code == 404


def test_a_feed_outlives_its_database(
    client: FlaskClient, database: Database, lane: FeedLane
) -> None:
    add(database)
    good = client.get(ALL).data

    def gone(*_: object) -> None:
        raise OSError("the disk is gone")

    watched = lane.publisher.watch
    watched.state = gone  # type: ignore[method-assign,assignment]  # as a disk would
    assert client.get(ALL).data == good
    # What only the view knows goes out as it was, too; what nobody knows cannot.
    tag = client.get(ALL).headers["ETag"]
    known = client.get(ALL, headers={"If-None-Match": tag})
    assert (known.status_code, known.data) == (304, b"")


def test_a_disk_that_is_full_stops_no_feed(
    client: FlaskClient, database: Database, lane: FeedLane
) -> None:
    def refuse(
        _connection: object, _cursor: object, statement: str, *_: object
    ) -> None:
        if statement.startswith("INSERT"):
            raise OperationalError(statement, {}, OSError("disk full"))

    add(database)
    engine = lane.publisher.maker.database.engine
    event.listen(engine, "before_cursor_execute", refuse)
    first, second = client.get(ALL), client.get(ALL)
    assert first.data.count(b"BEGIN:VEVENT") == 1
    assert (second.status_code, second.data) == (200, first.data)
    add(database, "b")
    assert client.get(ALL).data.count(b"BEGIN:VEVENT") == 2


def test_polls_are_counted_on_both_ways(
    client: FlaskClient, database: Database, lane: FeedLane
) -> None:
    for _ in range(3):
        client.get(ALL, headers={"User-Agent": "Thunderbird/153"})
    kept = {key: poll.polls for key, poll in lane.polls._polls.items()}  # noqa: SLF001 - not yet written
    assert kept == {("all", "public:Thunderbird"): 3}
