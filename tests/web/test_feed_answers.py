"""One feed over HTTP, from the headers of a request alone."""

from datetime import UTC, date, datetime

import pytest

from calendar_service.feeds.document import ATOM, make_document
from calendar_service.feeds.squeezing import squeeze_whole
from calendar_service.services.calendar_making import Made, Squeezed
from calendar_service.services.publishing import Published
from calendar_service.storage.items import CalendarState
from calendar_service.web.feed_answers import (
    FOR_BROWSERS,
    PRIVATE,
    PUBLIC,
    Ready,
    answer_feed,
)

BODY = b"BEGIN:VCALENDAR\r\n" * 100
DOCUMENT = make_document(BODY, "text/calendar; charset=utf-8")
SQUEEZED = squeeze_whole(BODY)
PUBLISHED = Published(
    Made(CalendarState(7), DOCUMENT, Squeezed(lambda: SQUEEZED)),
    datetime(2026, 3, 10, 12, 0, 0, tzinfo=UTC),
    date(2026, 3, 10),
)
MODIFIED = "Tue, 10 Mar 2026 12:00:00 GMT"
COMMON = {
    "ETag": DOCUMENT.etag,
    "Cache-Control": PUBLIC,
    "Vary": "Accept-Encoding",
}


def ask(method: str = "GET", **headers: str) -> dict[str, object]:
    named = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    return {"REQUEST_METHOD": method, **named}


def test_a_plain_question_gets_everything() -> None:
    answer = answer_feed(PUBLISHED, ask())
    assert answer.status == 200
    assert dict(answer.headers) == COMMON | {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Length": str(len(BODY)),
        "Last-Modified": MODIFIED,
    }
    assert answer.body == BODY


def test_head_is_get_without_its_body() -> None:
    got, head = answer_feed(PUBLISHED, ask()), answer_feed(PUBLISHED, ask("HEAD"))
    assert (head.status, head.headers, head.body) == (200, got.headers, b"")


@pytest.mark.parametrize(
    ("accepted", "is_squeezed"),
    [
        ("gzip", True),
        ("gzip, deflate, br", True),
        ("br;q=1.0, gzip;q=0.5", True),
        ("gzip;q=0", False),
        ("identity;q=1, *;q=0", False),
        ("", False),
    ],
)
def test_gzip_goes_to_those_who_take_it(accepted: str, *, is_squeezed: bool) -> None:
    answer = answer_feed(PUBLISHED, ask(accept_encoding=accepted))
    assert (answer.body == PUBLISHED.squeezed) is is_squeezed
    assert (("Content-Encoding", "gzip") in answer.headers) is is_squeezed
    assert (("ETag", PUBLISHED.gzip_etag) in answer.headers) is is_squeezed


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"if_none_match": DOCUMENT.etag}, 304),
        ({"if_none_match": PUBLISHED.gzip_etag}, 304),
        ({"if_none_match": f"W/{DOCUMENT.etag}"}, 304),
        ({"if_none_match": f'"zz", {DOCUMENT.etag}'}, 304),
        ({"if_none_match": "*"}, 304),
        ({"if_none_match": '"zz"'}, 200),
        ({"if_none_match": "garbage"}, 200),
        ({"if_none_match": '"zz"', "if_modified_since": MODIFIED}, 200),
        ({"if_modified_since": MODIFIED}, 304),
        ({"if_modified_since": "Tue, 10 Mar 2026 12:00:01 GMT"}, 304),
        ({"if_modified_since": "Tue, 10 Mar 2026 11:59:59 GMT"}, 200),
        ({"if_modified_since": "yesterday"}, 200),
    ],
)
def test_who_has_these_bytes_gets_no_others(
    headers: dict[str, str], status: int
) -> None:
    answer = answer_feed(PUBLISHED, ask(**headers))
    assert answer.status == status
    if status == 304:
        assert (dict(answer.headers), answer.body) == (COMMON, b"")


def test_a_private_feed_is_kept_by_its_reader_alone() -> None:
    headers = dict(answer_feed(PUBLISHED, ask(), PRIVATE).headers)
    assert headers["Cache-Control"] == "private, max-age=300"


def test_what_is_ready_answers_alike_and_says_more() -> None:
    more = (("X-Content-Type-Options", "nosniff"),)
    ready = Ready(PUBLISHED, PUBLIC, more)
    questions = [
        ask(method, **headers)
        for method in ("GET", "HEAD")
        for headers in (
            {},
            {"accept_encoding": "gzip"},
            {"if_none_match": "*"},
            {"if_none_match": "*", "accept_encoding": "gzip"},
        )
    ]
    # Twice, for what was kept from the first time.
    for question in (*questions, *questions):
        one, other = ready.answer(question), answer_feed(PUBLISHED, question)
        assert one.headers == (*other.headers, *more)
        assert (one.status, one.body) == (other.status, other.body)


@pytest.mark.parametrize(
    ("accepted", "media_type"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9", FOR_BROWSERS),
        ("application/atom+xml, application/rss+xml, */*;q=0.1", ATOM),
        ("*/*", ATOM),
        ("", ATOM),
    ],
)
def test_a_browser_is_given_what_it_shows_as_a_page(
    accepted: str, media_type: str
) -> None:
    made = Made(CalendarState(7), make_document(BODY, ATOM), Squeezed(lambda: SQUEEZED))
    published = Published(made, PUBLISHED.modified_at, PUBLISHED.day)
    headers = dict(answer_feed(published, ask(accept=accepted)).headers)
    assert (headers["Content-Type"], headers["Vary"]) == (
        media_type,
        "Accept-Encoding, Accept",
    )


def test_a_calendar_is_a_calendar_for_browsers_too() -> None:
    headers = dict(answer_feed(PUBLISHED, ask(accept="text/html")).headers)
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
