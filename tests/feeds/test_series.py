from dataclasses import replace
from datetime import date, datetime

from calendar_service.domain.item import ItemStatus
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.span import DaySpan, whole_days
from calendar_service.domain.texts import Text
from calendar_service.feeds.series import is_withdrawn, parts_of, shown_as_days
from tests.builders import FESTIVAL_DAYS, make_item, timed
from tests.feeds.samples import FESTIVAL, OBSERVANCE, WEEKLY


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_single_item_is_one_part_under_its_own_uid() -> None:
    item = make_item()
    (part,) = parts_of(item)
    assert (part.uid, part.span, part.rule) == (item.uid, item.span, "")
    assert part.original is None


def test_separate_days_go_out_one_by_one_under_uids_that_stay() -> None:
    parts = parts_of(FESTIVAL)
    assert [(part.uid, part.span) for part in parts] == [
        (f"festival-201812{day.day}@example.org", whole_days(day))
        for day in FESTIVAL_DAYS
    ]
    without_second = Recurrence(dates=(FESTIVAL_DAYS[0], *FESTIVAL_DAYS[2:]))
    fewer = parts_of(replace(FESTIVAL, recurrence=without_second))
    assert [part.uid for part in fewer] == [parts[0].uid, parts[2].uid, parts[3].uid]


def test_additional_dates_without_a_rule_go_out_one_by_one() -> None:
    span = timed("2026-05-14T10:00", "2026-05-14T11:00")
    added = (wall("2026-05-20T15:30"), wall("2026-05-21T15:30:30"))
    parts = parts_of(make_item(span=span, recurrence=Recurrence(rdates=added)))
    assert [part.uid for part in parts] == [
        "meeting-1-20260514T1000@example.org",
        "meeting-1-20260520T1530@example.org",
        "meeting-1-20260521T153030@example.org",
    ]


def test_uid_without_a_domain_gets_the_day_at_its_end() -> None:
    item = replace(FESTIVAL, uid="festival")
    assert parts_of(item)[0].uid == "festival-20181214"


def test_series_is_followed_by_what_differs_from_it() -> None:
    series, retitled, cancelled = parts_of(OBSERVANCE)
    assert (series.rule, series.original) == ("FREQ=YEARLY", None)
    assert retitled.original == date(2025, 12, 10)
    assert retitled.texts["en"].title == "Human Rights Day: everyday essentials"
    assert retitled.texts["ka"] == OBSERVANCE.texts["ka"]
    assert (cancelled.original, cancelled.cancelled) == (date(2026, 12, 10), True)
    assert {part.uid for part in (series, retitled, cancelled)} == {OBSERVANCE.uid}


def test_additional_date_beside_a_rule_stands_alone() -> None:
    parts = parts_of(WEEKLY)
    assert [(part.uid, part.original) for part in parts] == [
        ("weekly@example.org", None),
        ("weekly@example.org", wall("2026-11-02T10:00")),
        ("weekly-20261126T1500@example.org", None),
    ]
    assert parts[0].exdates == (wall("2026-11-09T10:00"),)


def test_moved_additional_date_keeps_the_uid_of_its_first_start() -> None:
    moved = timed("2026-11-27T09:00", "2026-11-27T10:00", "Europe/Amsterdam")
    override = Override(wall("2026-11-26T15:00"), moved, {"en": Text(title="Moved")})
    recurrence = replace(WEEKLY.recurrence, overrides=(override,))
    part = parts_of(replace(WEEKLY, recurrence=recurrence))[-1]
    assert (part.uid, part.span) == ("weekly-20261126T1500@example.org", moved)
    assert part.texts["en"].title == "Moved"


def test_exclusions_name_only_what_the_rule_gives() -> None:
    recurrence = Recurrence(
        rule="FREQ=WEEKLY",
        rdates=(date(2026, 5, 16),),
        exdates=(date(2026, 5, 16), date(2026, 5, 21)),
    )
    (series,) = parts_of(make_item(recurrence=recurrence))
    assert series.exdates == (date(2026, 5, 21),)


def test_additional_date_that_the_rule_gives_anyway_is_said_once() -> None:
    recurrence = Recurrence(rule="FREQ=WEEKLY", rdates=(date(2026, 5, 21),))
    assert len(parts_of(make_item(recurrence=recurrence))) == 1


def test_hours_shown_as_dates_become_whole_days_with_their_repetition() -> None:
    span = replace(timed("2026-05-14T10:00", "2026-05-16T18:00"), dates_only=True)
    recurrence = Recurrence(
        rule="FREQ=MONTHLY;UNTIL=20260814T060000Z",
        exdates=(wall("2026-06-14T10:00"),),
        overrides=(
            Override(
                wall("2026-07-14T10:00"), timed("2026-07-15T10:00", "2026-07-16T09:00")
            ),
        ),
    )
    days, shown = shown_as_days(span, recurrence)
    assert days == whole_days(date(2026, 5, 14), date(2026, 5, 16))
    assert shown == Recurrence(
        rule="FREQ=MONTHLY;UNTIL=20260814",
        exdates=(date(2026, 6, 14),),
        overrides=(
            Override(
                date(2026, 7, 14), whole_days(date(2026, 7, 15), date(2026, 7, 16))
            ),
        ),
    )


def test_rule_that_ends_before_the_hour_of_its_last_day_ends_the_day_before() -> None:
    span = replace(timed("2026-05-14T10:00"), dates_only=True)
    _, shown = shown_as_days(span, Recurrence(rule="FREQ=DAILY;UNTIL=20260520T055900Z"))
    assert shown.rule == "FREQ=DAILY;UNTIL=20260519"


def test_repetition_by_the_hour_keeps_its_hours() -> None:
    span = replace(timed("2026-05-14T10:00", "2026-05-14T10:30"), dates_only=True)
    recurrence = Recurrence(rule="FREQ=HOURLY;COUNT=3")
    assert shown_as_days(span, recurrence) == (
        replace(span, dates_only=False),
        recurrence,
    )
    assert not isinstance(shown_as_days(span, recurrence)[0], DaySpan)


def test_cancelled_and_deleted_items_are_withdrawn_with_all_their_parts() -> None:
    withdrawn = [
        status for status in ItemStatus if is_withdrawn(make_item(status=status))
    ]
    assert withdrawn == [ItemStatus.CANCELLED, ItemStatus.DELETED]
    cancelled = replace(WEEKLY, status=ItemStatus.CANCELLED)
    assert [part.cancelled for part in parts_of(cancelled)] == [True, True, True]
