"""The feeds over HTTP: addresses, validators, bad questions."""

import gzip
from dataclasses import replace
from datetime import date, timedelta

import feedparser
import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from calendar_service.config import Settings
from calendar_service.domain.item import ItemKind, ItemStatus, Place, Visibility
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.services.editing import (
    delete_item,
    save_item,
    withdraw_item,
)
from calendar_service.storage.database import Database
from calendar_service.storage.items import store_item
from tests.builders import BEN, NOW, make_draft, make_item
from tests.fakes import StillClock

ALL = "/feeds/all.ics"
UID = "meeting-1@example.org"


@pytest.fixture(autouse=True)
def items(database: Database) -> None:
    meeting = make_item(tags=("return",), place=Place(city="Tbilisi"))
    film = make_item(
        uid="film@example.org",
        slug="film",
        kind=ItemKind.SCREENING,
        span=whole_days(date(2026, 3, 20)),
        texts={"en": Text(title="Film"), "ka": Text(title="ფილმი")},
        place=Place(venue="Cinema House", city="Batumi"),
    )
    secret = make_item(
        uid="secret@example.org",
        slug="secret",
        tags=("hidden",),
        visibility=Visibility.STAFF,
        texts={"en": Text(title="Secret")},
    )
    with database.transaction() as session:
        for item in (meeting, film, secret):
            store_item(session, item, actor="ada", seen=None, now=NOW)


def titles(body: bytes) -> list[str]:
    return sorted(str(event["SUMMARY"]) for event in Calendar.from_ical(body).events)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (ALL, ["Coordination meeting", "Film"]),
        ("/feeds/all/office.ics", ["Coordination meeting", "Film"]),
        ("/feeds/screenings.ics", ["Film"]),
        ("/feeds/screenings.ics?lang=ka", ["ფილმი"]),
        ("/feeds/screenings.ics?lang=en%2Bka", ["Film / ფილმი"]),
        ("/feeds/screenings.ics?lang=en+ka", ["Film / ფილმი"]),
        ("/feeds/all.ics?kind=meeting", ["Coordination meeting"]),
        ("/feeds/all.ics?kind=meeting,screening", ["Coordination meeting", "Film"]),
        ("/feeds/all.ics?tag=return", ["Coordination meeting"]),
        ("/feeds/all.ics?place=Batumi", ["Film"]),
        ("/feeds/all.ics?place=Cinema+House", ["Film"]),
        ("/feeds/all.ics?from=2026-05-01", ["Coordination meeting"]),
        ("/feeds/all.ics?until=2026-04-01", ["Film"]),
        ("/feeds/all.ics?kind=meeting&until=2026-04-01", []),
        ("/feeds/coming-up.ics", ["Film"]),
        ("/feeds/all.ics?utm_source=mail", ["Coordination meeting", "Film"]),
    ],
)
def test_an_address_says_what_is_in_a_calendar(
    client: FlaskClient, address: str, expected: list[str]
) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert titles(answer.data) == expected


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/feeds/nothing.ics", 404, "There is no feed nothing; /subscribe lists all."),
        ("/feeds/news.ics", 404, "News has no calendar; take .rss, .atom or .json."),
        (
            "/feeds/all.txt",
            404,
            "Feeds end in .ics, .rss, .atom or .json, not in .txt.",
        ),
        ("/feeds/all.ics?lang=fr", 400, "lang=fr is not one of en, ka."),
        ("/feeds/all.ics?from=tomorrow", 400, "from=tomorrow is no day"),
        ("/feeds/all.ics?tag=nothing", 404, "No item has the tag nothing."),
        ("/feeds/all.ics?tag=hidden", 404, "No item has the tag hidden."),
        ("/feeds/all.ics?place=Paris", 404, "No item has the place Paris."),
        (
            "/feeds/meetings.ics?kind=screening",
            400,
            "This feed has no items of the kind screening.",
        ),
        ("/feeds/all.ics?alarm=soon", 400, "alarm=soon is no time before the start"),
        ("/feeds/all.rss?page=99", 404, "This feed has no page 99."),
        ("/feeds/all.rss?page=x", 404, "This feed has no page x."),
    ],
)
def test_what_is_not_there_is_a_sentence_and_no_empty_calendar(
    client: FlaskClient, address: str, status: int, sentence: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert sentence in answer.text


@pytest.mark.parametrize("ending", ["ics", "rss", "atom", "json"])
@pytest.mark.parametrize("name", ["all", "coming-up", "changes", "meetings"])
def test_every_feed_has_a_strong_validator_and_answers_304(
    client: FlaskClient, name: str, ending: str
) -> None:
    address = f"/feeds/{name}.{ending}"
    first = client.get(address)
    tag, modified = first.headers["ETag"], first.headers["Last-Modified"]
    assert first.status_code == 200
    assert tag.startswith('"')
    assert client.get(address).data == first.data
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    since = client.get(address, headers={"If-Modified-Since": modified})
    assert since.status_code == 304
    assert (since.data, since.headers["ETag"]) == (b"", tag)
    other = {"If-None-Match": '"x"', "If-Modified-Since": modified}
    assert client.get(address, headers=other).status_code == 200


def test_gzip_is_the_same_document_under_a_validator_of_its_own(
    client: FlaskClient,
) -> None:
    plain = client.get(ALL)
    squeezed = client.get(ALL, headers={"Accept-Encoding": "br, gzip"})
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(squeezed.data) == plain.data
    assert squeezed.headers["ETag"] != plain.headers["ETag"]
    assert {plain.headers["Vary"], squeezed.headers["Vary"]} == {"Accept-Encoding"}
    for tag in (plain.headers["ETag"], squeezed.headers["ETag"]):
        headers = {"If-None-Match": tag, "Accept-Encoding": "gzip"}
        assert client.get(ALL, headers=headers).status_code == 304
    refused = client.get(ALL, headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers


def test_head_has_the_headers_of_get_and_no_body(client: FlaskClient) -> None:
    got, head = client.get(ALL), client.head(ALL)
    assert head.data == b""
    assert dict(head.headers) == dict(got.headers)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PROPFIND"])
def test_a_feed_is_only_read(client: FlaskClient, method: str) -> None:
    answer = client.open(ALL, method=method)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_an_alarm_is_there_on_request_alone(client: FlaskClient) -> None:
    assert b"VALARM" not in client.get(ALL).data
    calendar = Calendar.from_ical(client.get(f"{ALL}?alarm=2h").data)
    triggers = [alarm.decoded("TRIGGER") for alarm in calendar.walk("VALARM")]
    assert triggers == [timedelta(hours=-2)] * 2


def test_an_edit_is_in_the_next_answer(
    client: FlaskClient, database: Database, clock: StillClock
) -> None:
    before = client.get(ALL)
    clock.move(minutes=5)
    item = make_item(tags=("return",), place=Place(city="Tbilisi"))
    moved = replace(
        item,
        span=whole_days(date(2026, 5, 21)),
        revision=1,
        updated_at=clock.now,
    )
    with database.transaction() as session:
        store_item(session, moved, actor="ada", seen=0, now=clock.now)
    after = client.get(ALL, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert b"DTSTART;VALUE=DATE:20260521" in after.data
    assert after.last_modified == clock.now


ATOM, JSON = "/feeds/all.atom", "/feeds/all.json"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (ATOM, ATOM),
        (f"{ATOM}?lang=en", f"{ATOM}?lang=en"),
        (f"{ATOM}?lang=en+ka", f"{ATOM}?lang=en+ka"),
        (f"{ATOM}?lang=en%2Cka", f"{ATOM}?lang=en%2Cka"),
        (
            f"{ATOM}?lang=ka&kind=screening,meeting",
            f"{ATOM}?lang=ka&kind=screening,meeting",
        ),
        (f"{ATOM}?tag=%72eturn&page=", f"{ATOM}?tag=%72eturn"),
        (f"{JSON}?kind=meeting&kind=screening", f"{JSON}?kind=meeting&kind=screening"),
        # What no feed knows, or is no address, is left out.
        (f"{ATOM}?utm_source=x&lang=ka", f"{ATOM}?lang=ka"),
        (f'{ATOM}?tag=return&place="', None),
        (f"{ATOM}?kind=&lang=ka", f"{ATOM}?lang=ka"),
    ],
)
def test_a_feed_for_readers_says_the_address_it_was_asked_by(
    client: FlaskClient, settings: Settings, asked: str, said: str | None
) -> None:
    answer = client.get(asked)
    if said is None:
        assert answer.status_code == 404
    elif asked.startswith(JSON):
        assert answer.json is not None
        assert answer.json["feed_url"] == settings.base_url + said
    else:
        found = feedparser.parse(answer.data).feed.links
        own = [link.href for link in found if link.rel == "self"]
        assert own == [settings.base_url + said]


def test_a_calendar_says_one_address_however_it_was_asked(client: FlaskClient) -> None:
    asked = ("?lang=en", "", "?kind=meeting,screening&lang=en")
    sources = [
        str(Calendar.from_ical(client.get(ALL + each).data)["SOURCE"]) for each in asked
    ]
    assert len(set(sources)) == 2
    assert sources[0] == sources[1]


def test_a_deleted_item_goes_out_as_cancelled_first(
    client: FlaskClient, database: Database
) -> None:
    item = make_item(tags=("return",), place=Place(city="Tbilisi"))
    gone = replace(item, status=ItemStatus.DELETED, revision=1)
    with database.transaction() as session:
        store_item(session, gone, actor="ada", seen=0, now=NOW)
    assert titles(client.get(ALL).data) == ["CANCELLED: Coordination meeting", "Film"]
    assert client.get("/items/coordination-meeting.ics").status_code == 410


@pytest.mark.parametrize("name", ["all", "changes", "coming-up"])
@pytest.mark.parametrize("form", ["ics", "atom", "json"])
def test_what_a_draft_says_stays_unsaid_when_it_is_deleted(
    client: FlaskClient, database: Database, name: str, form: str
) -> None:
    with database.transaction() as session:
        withdraw_item(session, BEN, UID, NOW)
        draft = make_draft(
            uid=UID, revision=1, status=ItemStatus.DRAFT, texts={"en": Text("Layoffs")}
        )
        save_item(session, BEN, draft, NOW)
        delete_item(session, BEN, UID, NOW)
    assert b"Layoffs" not in client.get(f"/feeds/{name}.{form}").data


def test_one_item_is_a_file_without_a_calendar_name(client: FlaskClient) -> None:
    answer = client.get("/items/film.ics?lang=ka")
    disposition = 'attachment; filename="film.ics"'
    assert answer.headers["Content-Disposition"] == disposition
    assert titles(answer.data) == ["ფილმი"]
    assert "X-WR-CALNAME" not in Calendar.from_ical(answer.data)


@pytest.mark.parametrize("slug", ["secret", "nothing"])
def test_an_item_that_one_may_not_see_is_not_there(
    client: FlaskClient, slug: str
) -> None:
    assert client.get(f"/items/{slug}.ics").status_code == 404
