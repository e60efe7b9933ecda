import io
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from calendar_service.feeds.timezones import (
    ZoneUse,
    is_utc,
    merge_uses,
    render_timezone,
    years_of,
)

ZONES = (
    "Asia/Tbilisi",
    "Europe/Amsterdam",
    "Europe/Dublin",  # counts winter as less than standard
    "America/New_York",
    "America/Santiago",  # first Sunday on or after the second
    "Africa/Casablanca",  # follows the moon
    "Asia/Jerusalem",
    "Australia/Lord_Howe",  # moves by half an hour
    "Pacific/Apia",  # left out a day
    "Etc/GMT+5",
)
PERIODS = ((2018, 2030), (1995, 1999), (2026, None), (1941, 1946))


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("first", "last"), PERIODS)
def test_block_gives_the_offsets_of_the_tz_database(
    zone: str, first: int, last: int | None
) -> None:
    block = render_timezone(ZoneUse(zone, first, last)).decode()
    read = tzical(io.StringIO(block.replace("\r\n", "\n"))).get()
    real = ZoneInfo(zone)
    wall = datetime(first, 1, 1, 12, 7)  # noqa: DTZ001 - wall time of both zones
    wrong = []
    while wall.year <= (last or first + 20):
        offset = wall.replace(tzinfo=real).utcoffset()
        unclear = wall.replace(tzinfo=real, fold=1).utcoffset() != offset
        if not unclear and wall.replace(tzinfo=read).utcoffset() != offset:
            wrong.append(wall)
        wall += timedelta(hours=31)
    assert wrong == []


def test_tbilisi_has_the_one_offset_that_is_in_use() -> None:
    assert render_timezone(ZoneUse("Asia/Tbilisi", 2018, None)).decode() == (
        "BEGIN:VTIMEZONE\r\n"
        "TZID:Asia/Tbilisi\r\n"
        "BEGIN:STANDARD\r\n"
        "DTSTART:20050327T020000\r\n"
        "TZOFFSETFROM:+0300\r\n"
        "TZOFFSETTO:+0400\r\n"
        "TZNAME:+04\r\n"
        "END:STANDARD\r\n"
        "END:VTIMEZONE\r\n"
    )


def test_rule_in_force_is_stated_without_end_and_alike_for_any_years() -> None:
    block = render_timezone(ZoneUse("Europe/Amsterdam", 2026, 2026))
    assert block == render_timezone(ZoneUse("Europe/Amsterdam", 2001, 2044))
    assert block.count(b"RRULE") == 2
    assert b"UNTIL" not in block


@pytest.mark.parametrize("zone", ["Asia/Tbilisi", "Europe/Amsterdam"])
def test_no_offset_has_seconds_however_old(zone: str) -> None:
    block = render_timezone(ZoneUse(zone, 1900, 1950)).decode()
    offsets = [line.split(":")[1] for line in block.split() if "TZOFFSET" in line]
    assert {len(offset) for offset in offsets} == {len("+0400")}


def test_ended_rule_includes_its_last_year_however_until_is_read() -> None:
    block = render_timezone(ZoneUse("Asia/Tbilisi", 2000, 2003)).decode()
    read = tzical(io.StringIO(block.replace("\r\n", "\n"))).get()
    summer = datetime(2003, 7, 1, tzinfo=read)
    assert summer.utcoffset() == timedelta(hours=5)


def test_uses_of_a_zone_are_merged_and_sorted_by_name() -> None:
    uses = [
        ZoneUse("Europe/Amsterdam", 2020, 2021),
        ZoneUse("Asia/Tbilisi", 2020, 2021),
        ZoneUse("Asia/Tbilisi", 2018, None),
        ZoneUse("Europe/Amsterdam", 2019, 2024),
    ]
    assert merge_uses(uses) == [
        ZoneUse("Asia/Tbilisi", 2018, None),
        ZoneUse("Europe/Amsterdam", 2019, 2024),
    ]


def test_years_of_something_without_end_have_no_last_one() -> None:
    day = date(2026, 5, 14)
    assert years_of("Asia/Tbilisi", day, None) == ZoneUse("Asia/Tbilisi", 2026, None)
    assert years_of("Asia/Tbilisi", day, day) == ZoneUse("Asia/Tbilisi", 2026, 2026)


def test_only_the_names_of_utc_itself_go_out_as_z() -> None:
    assert is_utc("Etc/UTC")
    assert not is_utc("Europe/London")
    london = datetime(2026, 1, 1, tzinfo=UTC).astimezone(ZoneInfo("Africa/Abidjan"))
    assert london.utcoffset() == timedelta()
    assert not is_utc("Africa/Abidjan")
