from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings

from calendar_service.domain.item import Item
from calendar_service.domain.span import first_day, whole_days
from calendar_service.feeds.coming_up import coming_up_entries
from calendar_service.feeds.syndication import render_rss
from tests.builders import make_item
from tests.feeds.samples import FESTIVAL, ITEMS, OBSERVANCE, WEEKLY, info_in, link
from tests.strategies import items

EN = info_in("en")


def test_entry_is_published_when_its_item_came_in_sight() -> None:
    (entry,) = coming_up_entries([make_item()], EN, link, date(2026, 5, 1))
    assert entry.id == "tag:example.org,2026:coming/meeting-1@example.org/20260514"
    assert entry.published == datetime(2026, 4, 29, 20, tzinfo=UTC)
    assert entry.updated == entry.published
    assert entry.title.text == "Coordination meeting"


def test_later_edit_is_an_update_of_the_same_entry() -> None:
    edited = make_item(updated_at=datetime(2026, 5, 2, tzinfo=UTC))
    (entry,) = coming_up_entries([edited], EN, link, date(2026, 5, 3))
    assert entry.published == datetime(2026, 4, 29, 20, tzinfo=UTC)
    assert entry.updated == edited.updated_at


def test_bytes_stay_through_the_days_in_which_nothing_comes_or_goes() -> None:
    bodies = {
        render_rss(coming_up_entries([make_item()], EN, link, day), EN).body
        for day in (date(2026, 5, 1), date(2026, 5, 10), date(2026, 5, 14))
    }
    assert len(bodies) == 1


def test_occurrence_says_its_own_date_theme_and_hours() -> None:
    (theme,) = coming_up_entries([OBSERVANCE], EN, link, date(2025, 12, 1))
    assert theme.title.text == "Human Rights Day: everyday essentials"
    assert theme.when == "10 December 2025"
    (off,) = coming_up_entries([OBSERVANCE], EN, link, date(2026, 12, 1))
    assert off.title.text == "CANCELLED: Human Rights Day"
    moved = coming_up_entries([WEEKLY], EN, link, date(2026, 11, 3), 1)
    assert [(e.id.rpartition("/")[2], e.starts) for e in moved] == [
        ("20261102T100000", "2026-11-03T14:00:00+01:00")
    ]


def test_separate_days_are_one_entry_that_names_them_all() -> None:
    (entry,) = coming_up_entries([FESTIVAL], EN, link, date(2018, 12, 16))
    assert entry.id.endswith("coming/festival@example.org/20181214")
    assert entry.when == "14, 15, 17 and 18 December 2018"


def test_soonest_comes_first() -> None:
    later = make_item(span=whole_days(date(2026, 5, 14), date(2026, 5, 15)))
    first = make_item(uid="z@example.org")
    found = coming_up_entries([later, first, *ITEMS], EN, link, date(2026, 5, 1))
    starts = [entry.starts[:10] for entry in found]
    assert starts == sorted(starts)
    assert len(found) == 3


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(items())
def test_every_entry_has_an_id_of_its_own(item: Item) -> None:
    today = first_day(item.span) - timedelta(days=3)
    found = coming_up_entries([item], EN, link, today)
    assert len({entry.id for entry in found}) == len(found)
    assert all(entry.updated >= entry.published for entry in found)
