"""Occurrences as lists and tables show them."""

from dataclasses import replace
from datetime import date

from calendar_service.domain.item import Item, ItemStatus, Place
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.span import DaySpan, Precision, whole_days, whole_month
from calendar_service.domain.texts import Text, Words
from calendar_service.web.entries import (
    Entry,
    clock_of,
    cut_agenda,
    list_entries,
    make_agenda,
    place_said,
)
from tests.builders import FESTIVAL_DAYS, TBILISI, make_item, timed
from tests.web.seeing import numbered

FIRST, LAST = date(2026, 5, 1), date(2026, 5, 31)


def _listed(*items: Item, language: str = "en") -> list[Entry]:
    return list_entries(items, FIRST, LAST, language, TBILISI)


def test_entries_stand_in_order_of_day_hour_and_title() -> None:
    listed = _listed(
        make_item(span=timed("2026-05-14T10:00"), texts={"en": Text("D")}),
        make_item(span=timed("2026-05-14T09:00"), texts={"en": Text("C")}),
        make_item(span=whole_days(date(2026, 5, 14)), texts={"en": Text("B")}),
        make_item(span=whole_days(date(2026, 5, 14)), texts={"en": Text("A")}),
        make_item(span=whole_days(date(2026, 5, 13)), texts={"en": Text("Z")}),
    )
    assert [entry.title.text for entry in listed] == ["Z", "A", "B", "C", "D"]


def test_separate_days_are_entries_of_their_own() -> None:
    festival = make_item(
        span=whole_days(FESTIVAL_DAYS[0]), recurrence=Recurrence(dates=FESTIVAL_DAYS)
    )
    window = date(2018, 12, 15), date(2018, 12, 31)
    listed = list_entries([festival], *window, "en", TBILISI)
    assert [entry.first for entry in listed] == list(FESTIVAL_DAYS[1:])
    assert [entry.when for entry in listed] == [
        "15 December 2018",
        "17 December 2018",
        "18 December 2018",
    ]


def test_an_occurrence_has_words_and_an_end_of_its_own() -> None:
    weekly = make_item(
        span=timed("2026-05-06T10:00", "2026-05-06T11:00"),
        recurrence=Recurrence(
            rule="FREQ=WEEKLY;COUNT=3",
            overrides=(
                Override(timed("2026-05-13T10:00").start, cancelled=True),
                Override(
                    timed("2026-05-20T10:00").start, texts={"en": Text("Last one")}
                ),
            ),
        ),
    )
    assert [(e.title.text, e.is_cancelled, e.clock) for e in _listed(weekly)] == [
        ("Coordination meeting", False, "10:00–11:00"),
        ("Coordination meeting", True, "10:00–11:00"),
        ("Last one", False, "10:00–11:00"),
    ]


def test_a_cancelled_item_is_marked() -> None:
    (entry,) = _listed(make_item(status=ItemStatus.CANCELLED))
    assert entry.is_cancelled
    assert entry.title == Words("Coordination meeting", "en")


def test_words_say_which_language_they_are_in() -> None:
    (entry,) = _listed(make_item(), language="ka")
    assert entry.title == Words("Coordination meeting", "en")
    assert entry.when == "14 მაისი, 2026"


def test_a_foreign_zone_is_named_and_its_hours_are_the_offices() -> None:
    home, away = _listed(
        make_item(span=timed("2026-05-13T10:00")),
        make_item(
            span=timed("2026-05-14T10:00", "2026-05-14T11:00", zone="Europe/Vienna")
        ),
    )
    assert (home.zone, home.there, home.clock) == ("", "", "10:00")
    assert (away.zone, away.there) == ("Europe/Vienna", "10:00–11:00")
    assert (away.clock, away.when) == ("12:00–13:00", "14 May 2026, 12:00–13:00")


def test_a_call_of_another_zone_stands_among_the_offices_hours() -> None:
    call = make_item(
        span=timed("2026-05-14T10:00", zone="America/New_York"),
        texts={"en": Text("Call")},
    )
    noon = numbered(make_item(span=timed("2026-05-14T12:00")), 2)
    late = numbered(make_item(span=timed("2026-05-14T19:00")), 3)
    found = [(entry.item.uid, entry.clock) for entry in _listed(call, late, noon)]
    assert found == [
        (noon.uid, "12:00"),
        (call.uid, "18:00"),
        (late.uid, "19:00"),
    ]


def test_the_evening_of_another_zone_is_the_next_day_here() -> None:
    evening = make_item(span=timed("2026-04-30T20:00", zone="America/New_York"))
    (entry,) = _listed(evening)
    assert (entry.first, entry.last) == (FIRST, FIRST)
    assert (entry.clock, entry.there) == ("04:00", "30 April 2026, 20:00")
    assert (
        list_entries([evening], date(2026, 4, 30), date(2026, 4, 30), "en", TBILISI)
        == []
    )


def test_days_without_hours_are_the_same_in_every_zone() -> None:
    days = replace(
        timed("2026-05-14T22:00", "2026-05-15T22:00", zone="America/New_York"),
        dates_only=True,
    )
    (entry,) = _listed(make_item(span=days))
    assert (entry.when, entry.zone) == ("14–15 May 2026", "")
    assert (entry.first, entry.last) == (date(2026, 5, 14), date(2026, 5, 15))


def test_a_clock_is_shown_where_there_are_hours() -> None:
    assert clock_of(whole_days(FIRST)) == ""
    assert clock_of(timed("2026-05-14T10:00")) == "10:00"
    assert clock_of(timed("2026-05-14T10:00", "2026-05-14T11:30")) == "10:00–11:30"
    assert clock_of(timed("2026-05-14T22:00", "2026-05-15T01:00")) == "22:00"


def test_an_agenda_keeps_apart_what_runs_what_begins_and_what_has_no_day() -> None:
    running = make_item(span=whole_days(date(2026, 4, 20), date(2026, 5, 3)))
    long = numbered(make_item(span=whole_days(date(2026, 5, 4), LAST)), 2)
    short = numbered(make_item(span=whole_days(date(2026, 5, 4))), 3)
    vague = numbered(make_item(span=whole_month(2026, 5)), 4)
    agenda = make_agenda(_listed(running, long, short, vague), FIRST)
    assert [e.item.uid for e in agenda.running] == [running.uid]
    assert [e.item.uid for e in agenda.undated] == [vague.uid]
    assert [(day, [e.item.uid for e in found]) for day, found in agenda.days] == [
        (date(2026, 5, 4), [long.uid, short.uid])
    ]
    assert not agenda.is_empty()
    assert make_agenda([], FIRST).is_empty()


def test_only_what_has_its_day_is_drawn_across_days() -> None:
    span = DaySpan(date(2026, 5, 1), date(2026, 6, 1), Precision.MONTH)
    (vague,) = _listed(make_item(span=span))
    (long,) = _listed(make_item(span=whole_days(FIRST, LAST)))
    (short,) = _listed(make_item())
    assert [(e.is_exact, e.is_long) for e in (vague, long, short)] == [
        (False, False),
        (True, True),
        (True, False),
    ]


def test_a_long_agenda_is_cut_after_a_whole_day() -> None:
    days = [date(2026, 5, day) for day in (1, 1, 2, 2, 3)]
    items = [numbered(make_item(span=whole_days(d)), n) for n, d in enumerate(days)]
    entries = list_entries(items, days[0], days[-1], "en", TBILISI)
    agenda = make_agenda(entries, days[0])
    cut, last = cut_agenda(agenda, date(2026, 5, 31), 3)
    assert ([day.day for day, _ in cut.days], last) == ([1, 2], date(2026, 5, 2))
    assert cut_agenda(agenda, date(2026, 5, 31), 9) == (agenda, date(2026, 5, 31))


def test_a_venue_tells_by_its_letters_which_language_it_is_in() -> None:
    def place(**changes: object) -> Words:
        item = make_item(**changes)
        return place_said(item, item.texts, "ka")

    assert place(place=Place("Hall", "Kutaisi")) == Words("Hall, Kutaisi", "en")
    assert place(place=Place("დარბაზი")) == Words("დარბაზი", "ka")
    assert place(place=Place()) == Words("", "")
    named = {"ka": Text("ფილმი", place="დარბაზი")}
    assert place(place=Place("Hall"), texts=named) == Words("დარბაზი", "ka")
