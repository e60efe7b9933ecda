from dataclasses import replace
from datetime import date, timedelta

import pytest
import recurring_ical_events
from icalendar import Calendar

from calendar_service.domain.agreement import Agreement, Period
from calendar_service.domain.item import Item, ItemKind, ItemStatus, Visibility
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.domain.texts import Text
from calendar_service.feeds.ical import join_calendar
from calendar_service.feeds.terms import Window, render_terms
from tests.builders import NOW, make_item
from tests.feeds.reading import lines_of, vevents
from tests.feeds.samples import info_in, link

EN = info_in("en")
TERMS = Agreement(
    parties=("Office", "Ministry; two"),
    reference="12/b",
    signed_on=date(2024, 10, 8),
    expires=whole_month(2028, 10),
    notice_period=Period(months=3),
)
GRANT = make_item(
    uid="grant@example.org",
    slug="grant",
    kind=ItemKind.AGREEMENT,
    visibility=Visibility.STAFF,
    span=whole_days(date(2024, 10, 8)),
    texts={"en": Text(title="Grant, second"), "ka": Text(title="გრანტი")},
    agreement=TERMS,
    revision=3,
)
LEASE = make_item(
    uid="lease@example.org",
    kind=ItemKind.AGREEMENT,
    texts={"en": Text(title="Lease")},
    agreement=Agreement(expires=whole_days(date(2027, 2, 28))),
    created_at=NOW + timedelta(minutes=1),
)
ENDLESS = make_item(kind=ItemKind.AGREEMENT, agreement=Agreement())
ITEMS = [GRANT, LEASE, ENDLESS, make_item()]


def rendered(*items: Item, languages: tuple[str, ...] = ("en",)) -> bytes:
    return join_calendar([render_terms(items, languages, link)], [], EN).body


def test_each_date_is_a_whole_day_of_its_own_to_an_independent_reader() -> None:
    calendar = Calendar.from_ical(rendered(*ITEMS))
    found = recurring_ical_events.of(calendar).between(
        date(2020, 1, 1), date(2030, 1, 1)
    )
    said = sorted((e["DTSTART"].dt, e["DTEND"].dt, str(e["SUMMARY"])) for e in found)
    assert said == [
        (date(2027, 2, 28), date(2027, 3, 1), "Expires: Lease"),
        (date(2028, 7, 1), date(2028, 7, 2), "Notice deadline: Grant, second"),
        (date(2028, 10, 1), date(2028, 10, 2), "Expires: Grant, second"),
    ]


def test_uids_are_made_of_that_of_the_item_and_stay() -> None:
    uids = ["grant@example.org-expiry", "grant@example.org-notice"]
    moved = replace(GRANT, agreement=replace(TERMS, expires=whole_month(2030, 1)))
    for item in (GRANT, moved):
        assert [str(e["UID"]) for e in vevents(rendered(item))] == uids


def test_an_entry_tells_how_the_date_was_written_and_with_whom() -> None:
    expiry, _ = vevents(rendered(GRANT))
    assert str(expiry["DESCRIPTION"]).splitlines() == [
        "Expires: October 2028",
        "Notice deadline: 1 July 2028",
        "12/b",
        "Office, Ministry; two",
        link(GRANT),
    ]
    assert (str(expiry["CLASS"]), str(expiry["TRANSP"])) == ("PRIVATE", "TRANSPARENT")
    assert (expiry["SEQUENCE"], str(expiry["STATUS"])) == (3, "CONFIRMED")
    assert (expiry["DTSTAMP"].dt, str(expiry["URL"])) == (NOW, link(GRANT))


def test_alarms_ring_a_month_and_a_week_before() -> None:
    for event in vevents(rendered(GRANT)):
        alarms = event.walk("VALARM")
        assert [a["TRIGGER"].dt for a in alarms] == [
            timedelta(days=-30),
            timedelta(days=-7),
        ]
        assert {str(a["DESCRIPTION"]) for a in alarms} == {str(event["SUMMARY"])}


def test_other_alarms_or_none_may_be_asked_for() -> None:
    assert b"VALARM" not in render_terms([GRANT], ["en"], link, [])
    one = render_terms([GRANT], ["en"], link, [timedelta(hours=1)])
    assert lines_of(one).count("TRIGGER:-PT60M") == 2


@pytest.mark.parametrize(
    "item",
    [
        replace(GRANT, agreement=replace(TERMS, renewed_by="next@example.org")),
        replace(GRANT, agreement=replace(TERMS, ended_on=date(2028, 1, 31))),
        replace(GRANT, status=ItemStatus.CANCELLED),
        replace(GRANT, status=ItemStatus.DELETED),
    ],
    ids=["renewed", "ended", "cancelled", "deleted"],
)
def test_what_is_settled_is_taken_back_and_rings_no_more(item: Item) -> None:
    body = rendered(item)
    assert [(str(e["STATUS"]), str(e["SUMMARY"])) for e in vevents(body)] == [
        ("CANCELLED", "CANCELLED: Expires: Grant, second"),
        ("CANCELLED", "CANCELLED: Notice deadline: Grant, second"),
    ]
    assert b"VALARM" not in body


def test_georgian_is_said_in_georgian() -> None:
    expiry, notice = vevents(rendered(GRANT, languages=("ka",)))
    assert str(expiry["SUMMARY"]) == "ვადა იწურება: გრანტი"
    assert str(notice["SUMMARY"]) == "შეტყობინების ბოლო დღე: გრანტი"
    assert expiry["SUMMARY"].params["LANGUAGE"] == "ka"


def test_two_languages_are_said_side_by_side() -> None:
    expiry, _ = vevents(rendered(GRANT, languages=("en", "ka")))
    assert str(expiry["SUMMARY"]) == "Expires: Grant, second / გრანტი"
    assert "LANGUAGE" not in expiry["SUMMARY"].params
    assert "ვადა იწურება: ოქტომბერი, 2028" in str(expiry["DESCRIPTION"])


def test_same_items_same_bytes_in_whatever_order() -> None:
    assert render_terms(ITEMS, ["en"], link) == render_terms(ITEMS[::-1], ["en"], link)


def test_lines_are_folded_and_end_as_the_format_asks() -> None:
    body = render_terms([GRANT], ["ka", "en"], link)
    assert body.endswith(b"END:VEVENT\r\n")
    assert body.count(b"\n") == body.count(b"\r\n")
    assert max(map(len, body.split(b"\r\n"))) <= 75


@pytest.mark.parametrize(
    ("window", "days"),
    [
        (Window(), [date(2027, 2, 28), date(2028, 7, 1), date(2028, 10, 1)]),
        (Window(first=date(2028, 7, 1)), [date(2028, 7, 1), date(2028, 10, 1)]),
        (Window(last=date(2028, 7, 1)), [date(2027, 2, 28), date(2028, 7, 1)]),
        (Window(off_first=date(2030, 1, 1)), [date(2028, 7, 1), date(2028, 10, 1)]),
    ],
)
def test_a_window_is_held_against_each_date(window: Window, days: list[date]) -> None:
    ended = replace(LEASE, status=ItemStatus.CANCELLED)
    body = render_terms([GRANT, ended], ("en",), link, (), window)
    found = vevents(join_calendar([body], [], EN).body)
    assert sorted(event["DTSTART"].dt for event in found) == days
