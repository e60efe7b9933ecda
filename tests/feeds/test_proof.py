import pytest

from calendar_service.feeds.ical import render_calendar
from calendar_service.feeds.proof import prove_calendar, unfold
from tests.feeds.samples import ITEMS, info_in, link

GOOD = render_calendar(ITEMS, info_in("ka"), link).body


def changed(old: bytes, new: bytes) -> list[str]:
    """What the proof finds once the first place of something is changed."""
    assert old in GOOD
    return prove_calendar(GOOD.replace(old, new, 1))


def test_good_calendar_has_no_problems() -> None:
    assert prove_calendar(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (b"VERSION:2.0\r\n", b"VERSION:2.0\n", "line 2 has a control character"),
        (b"VERSION:2.0\r\n", b"VERSION:2.0\r\n\r\n", "line 3 is empty"),
        (b"GREGORIAN", b"GREGORIAN\x07", "line 4 has a control character"),
        (b"PRODID:", b"PRODID:" + b"x" * 70, "line 3 has 118 octets"),
        ("ოფ".encode(), "ოფ".encode()[:-1], "line 6 is no whole UTF-8"),
        (b"VERSION:2.0\r\n", b"", "VCALENDAR needs exactly one VERSION"),
        (
            b"PRODID:",
            b"PRODID:x\r\nPRODID:",
            "VCALENDAR needs exactly one PRODID",
        ),
        (
            b"BEGIN:STANDARD",
            b"BEGIN:DAYLIGHT",
            "END:STANDARD closes nothing",
        ),
        (
            b"TZID:Asia/Tbilisi",
            b"TZID:Asia/Baku",
            "Asia/Tbilisi is used but has no VTIMEZONE",
        ),
        (
            b"TZID:Asia/Tbilisi",
            b"TZID:Europe/Amsterdam",
            "Europe/Amsterdam has 2 VTIMEZONEs",
        ),
        (
            b"UID:weekly@example.org\r\n",
            b"UID:other@example.org\r\n",
            "weekly@example.org has an occurrence that differs, but no series",
        ),
        (
            b"UID:festival-20181215@example.org",
            b"UID:festival-20181214@example.org",
            "festival-20181214@example.org is there 2 times",
        ),
        (
            b"DTEND;VALUE=DATE:20181215",
            b"DTEND;VALUE=DATE:20181214",
            "festival-20181214@example.org ends before it starts",
        ),
        (
            b"DTEND;TZID=Asia/Tbilisi:20260514T113000",
            b"DTEND;VALUE=DATE:20260515",
            "meeting-1@example.org ends in another value type than it starts in",
        ),
        (
            b"DTSTAMP:20260310T120200Z\r\n",
            b"",
            "meeting-1@example.org needs exactly one DTSTAMP",
        ),
        (
            b"UID:meeting-1@example.org\r\n",
            b"UID:meeting-1@example.org\r\nUID:x\r\n",
            "meeting-1@example.org x needs exactly one UID",
        ),
    ],
)
def test_fault_is_named(old: bytes, new: bytes, problem: str) -> None:
    assert problem in changed(old, new)


def test_line_that_is_no_property_is_named() -> None:
    (in_head,) = changed(b"VERSION:2.0\r\n", b"VERSION:2.0\r\nBAD\r\n")
    (in_item,) = changed(b"COLOR:crimson\r\n", b"COLOR crimson\r\n")
    assert in_head.startswith("cannot be read: ")
    assert in_item.startswith("a line of VEVENT cannot be read: ")


def test_unreadable_value_is_named() -> None:
    (problem, *_) = changed(b"RRULE:FREQ=YEARLY\r\nSUM", b"RRULE:FREQ=NEVER\r\nSUM")
    assert "FREQ" in problem or "RRULE" in problem


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xef\xbb\xbf" + GOOD,
        GOOD[:-2],
        GOOD[: len(GOOD) // 2],
        GOOD + GOOD,
        GOOD.replace(b"END:VEVENT\r\n", b"", 1),
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n",
        b"<html></html>\r\n",
    ],
)
def test_what_is_no_whole_calendar_has_problems(body: bytes) -> None:
    assert prove_calendar(body) != []


def test_zone_named_in_words_alone_needs_no_block() -> None:
    assert changed(b"CLASS:PUBLIC", b"X-NOTE:DTSTART;TZID=Mars:1") == []


def test_folded_lines_are_made_whole() -> None:
    assert unfold(b"A:1\r\n 2\r\n\t3\r\nB:4\r\n") == [b"A:123", b"B:4"]
