from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest

from calendar_service.domain.item import (
    Details,
    ItemStatus,
    Party,
    Person,
    Place,
    Visibility,
    details_of,
    revise,
)
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.feeds.ical import render_calendar
from calendar_service.feeds.proof import prove_calendar
from calendar_service.feeds.timezones import ZoneUse
from calendar_service.feeds.vevent import RENDERER, render_vevents, zones_of
from tests.builders import NOW, make_item, timed
from tests.feeds.reading import lines_of, vevents
from tests.feeds.samples import (
    AMSTERDAM,
    CAMPAIGN,
    FESTIVAL,
    HOME,
    ITEMS,
    MEETING,
    OBSERVANCE,
    WEEKLY,
    info_in,
    link,
)

EN = info_in("en")


def single(**changes: object) -> list[str]:
    """The unfolded lines of the one VEVENT of a changed item."""
    return lines_of(render_vevents(make_item(**changes), ["en"], link))


def test_whole_day_item_ends_on_the_day_after() -> None:
    said = single(span=whole_days(date(2026, 5, 14)))
    assert "DTSTART;VALUE=DATE:20260514" in said
    assert "DTEND;VALUE=DATE:20260515" in said


def test_timed_item_names_its_zone_and_an_open_end_is_left_out() -> None:
    said = single(span=timed("2026-05-14T10:00"))
    assert "DTSTART;TZID=Asia/Tbilisi:20260514T100000" in said
    assert not any(line.startswith(("DTEND", "DURATION")) for line in said)


def test_times_in_utc_take_the_z_form_and_no_zone() -> None:
    item = make_item(
        span=timed("2026-05-14T10:00", "2026-05-14T11:00", "Etc/UTC"),
        recurrence=Recurrence(
            rule="FREQ=WEEKLY",
            exdates=tuple(datetime(2026, 5, day, 10) for day in (21, 28)),  # noqa: DTZ001 - wall times
        ),
    )
    body = render_calendar([item], EN, link).body
    assert b"DTSTART:20260514T100000Z\r\n" in body
    assert b"EXDATE:20260521T100000Z,20260528T100000Z\r\n" in body
    assert b"VTIMEZONE" not in body


def test_zone_that_happens_to_equal_utc_keeps_its_name() -> None:
    item = make_item(span=timed("2026-01-14T10:00", zone="Africa/Abidjan"))
    body = render_calendar([item], EN, link).body
    assert b"DTSTART;TZID=Africa/Abidjan:20260114T100000\r\n" in body
    assert prove_calendar(body) == []


def test_multi_day_hours_shown_as_dates_are_whole_days_without_a_zone() -> None:
    span = replace(timed("2026-05-14T10:00", "2026-05-16T18:00"), dates_only=True)
    body = render_calendar([make_item(span=span)], EN, link).body
    assert b"DTSTART;VALUE=DATE:20260514\r\nDTEND;VALUE=DATE:20260517\r\n" in body
    assert b"VTIMEZONE" not in body


CHANGES: dict[str, object] = {
    "span": whole_days(date(2026, 6, 1)),
    "texts": {"en": Text(title="Other")},
    "status": ItemStatus.CANCELLED,
    "visibility": Visibility.STAFF,
    "place": Place(city="Gori"),
    "tags": ("other",),
    "hashtags": ("other",),
    "organisers": (Party("Other"),),
    "partners": (Party("Other"),),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_published_field_changes_the_vevent_with_its_sequence(name: str) -> None:
    item = make_item()
    details: Details = replace(details_of(item), **{name: CHANGES[name]})  # type: ignore[arg-type]  # the parameter names the field
    edited = revise(item, details, NOW + timedelta(hours=1))
    before = set(lines_of(render_vevents(item, ["en"], link)))
    after = set(lines_of(render_vevents(edited, ["en"], link)))
    assert {"SEQUENCE:1", "DTSTAMP:20260310T130000Z"} < after - before
    assert len(after - before) > len(("SEQUENCE", "DTSTAMP", "LAST-MODIFIED"))


def test_cancelled_item_stays_with_its_status_and_a_mark_in_the_title() -> None:
    said = lines_of(render_vevents(CAMPAIGN, ["ka"], link))
    assert "STATUS:CANCELLED" in said
    assert "SUMMARY;LANGUAGE=ka:გაუქმდა: კამპანია ძალადობის წინააღმდეგ" in said
    assert "TRANSP:TRANSPARENT" in said


def test_deleted_item_goes_out_as_cancelled() -> None:
    assert "STATUS:CANCELLED" in single(status=ItemStatus.DELETED)


def test_override_names_the_original_start_in_its_own_value_type() -> None:
    said = lines_of(render_vevents(OBSERVANCE, ["en"], link))
    assert [line for line in said if line.startswith("RECURRENCE-ID")] == [
        "RECURRENCE-ID;VALUE=DATE:20251210",
        "RECURRENCE-ID;VALUE=DATE:20261210",
    ]
    moved = lines_of(render_vevents(WEEKLY, ["en"], link))
    at = moved.index("RECURRENCE-ID;TZID=Europe/Amsterdam:20261102T100000")
    assert moved[at + 1] == "DTSTART;TZID=Europe/Amsterdam:20261103T140000"


def test_words_carry_the_language_they_are_really_in() -> None:
    said = lines_of(render_vevents(FESTIVAL, ["ka"], link))
    languages = {
        line.partition(":")[0]
        for line in said
        if line.startswith(("SUMMARY", "DESCRIPTION", "LOCATION"))
    }
    assert languages == {
        "SUMMARY;LANGUAGE=ka",
        "DESCRIPTION;LANGUAGE=ka",
        "LOCATION;LANGUAGE=ka",
    }
    english_only = lines_of(render_vevents(make_item(), ["ka"], link))
    assert "SUMMARY;LANGUAGE=en:Coordination meeting" in english_only


def test_place_online_and_on_the_map() -> None:
    place = Place(latitude=41.7, longitude=-0.00000001, online="https://meet.example/")
    said = single(place=place)
    assert "GEO:41.700000;-0.000000" in said
    assert "CONFERENCE;VALUE=URI:https://meet.example/" in said
    assert "LOCATION;LANGUAGE=en:Online" in said


def test_organiser_needs_an_address_and_staff_addresses_stay_inside() -> None:
    said = single(
        organisers=(
            Party('Nino "N" ; X', url="mailto:nino@example.org"),
            Party("Office", url=HOME),
        ),
        focal_point=Person("Ada", "ada@example.org"),
        deputy=Person("Ben", "ben@example.org"),
        notes="secret",
    )
    assert "ORGANIZER;CN=\"Nino 'N' ; X\":mailto:nino@example.org" in said
    assert [line for line in said if line.startswith("CONTACT")] == ["CONTACT:Office"]
    assert not any("ada@" in s or "ben@" in s or "secret" in s for s in said)


def test_visibility_is_the_class() -> None:
    assert "CLASS:PUBLIC" in single()
    assert "CLASS:PRIVATE" in single(visibility=Visibility.STAFF)


def test_categories_are_separated_by_commas_that_tags_do_not_add() -> None:
    said = lines_of(render_vevents(FESTIVAL, ["en"], link))
    assert "CATEGORIES:Screening,culture,film\\, documentary" in said


def test_backslashes_before_letters_stay_backslashes() -> None:
    said = lines_of(render_vevents(MEETING, ["en"], link))
    text = next(line for line in said if line.startswith("DESCRIPTION"))
    assert text.startswith(
        "DESCRIPTION;LANGUAGE=en:Line one\\nline two with a \\\\ and C:\\\\New\\n"
    )


def test_line_breaks_in_a_title_open_no_property() -> None:
    attack = "Meeting\r\nATTENDEE:mailto:x@example.org\nEND:VEVENT\r\n\x00\x07"
    item = make_item(texts={"en": Text(title=attack)}, tags=(attack,), uid=attack)
    body = render_calendar([item], EN, link).body
    assert prove_calendar(body) == []
    (event,) = vevents(body)
    assert "ATTENDEE" not in event
    assert event["SUMMARY"] == "Meeting ATTENDEE:mailto:x@example.org END:VEVENT"


def test_zones_are_those_of_the_times_with_the_years_they_cover() -> None:
    assert zones_of(WEEKLY) == [ZoneUse(AMSTERDAM, 2026, 2026)]
    assert zones_of(FESTIVAL) == []
    endless = replace(MEETING, recurrence=Recurrence(rule="FREQ=YEARLY"))
    assert zones_of(endless) == [ZoneUse("Asia/Tbilisi", 2026, None)]


def test_stamps_are_those_of_the_item_in_utc() -> None:
    stamp = datetime(2026, 4, 1, 12, 30, 15, 999, tzinfo=UTC).astimezone()
    assert "DTSTAMP:20260401T123015Z" in single(updated_at=stamp)


FORM = ("2", "ab604fe5a1f682a8")
"""The name of the form, and the hash of what it makes of the examples."""


def test_name_of_the_form_changes_with_the_bytes() -> None:
    """Stored renditions are made anew only if the name says so.

    Where this fails, raise RENDERER and write the new pair down here.
    """
    made = b"".join(
        render_vevents(item, languages, link)
        for item in ITEMS
        for languages in (["en"], ["ka"], ["en", "ka"])
    )
    assert (RENDERER, sha256(made).hexdigest()[:16]) == FORM
