import io
from dataclasses import replace
from datetime import date, datetime, timedelta

import feedparser

from calendar_service.domain.announcement import Announcement, announcements
from calendar_service.domain.item import (
    Item,
    ItemStatus,
    Place,
    details_of,
    revise,
    with_status,
)
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.feeds.changes import WORDS, ItemChange, change_entries
from calendar_service.feeds.entries import Entry
from calendar_service.feeds.syndication import render_atom
from tests.builders import NOW, make_item, timed
from tests.feeds.samples import FESTIVAL, info_in, link

EN, KA = info_in("en"), info_in("ka")
LATER = NOW + timedelta(days=1)


def change(old: Item | None, new: Item) -> ItemChange:
    return ItemChange(old, new, new, announcements(old, new), new.updated_at)


def told(item: Item, language: str = "en", **changes: object) -> Entry:
    new = revise(item, replace(details_of(item), **changes), LATER)  # type: ignore[arg-type]  # the caller names the field
    (entry,) = change_entries([change(item, new)], info_in(language), link)
    return entry


def test_move_is_said_before_and_after() -> None:
    entry = told(make_item(), span=whole_days(date(2026, 5, 20)))
    assert entry == Entry(
        id="tag:example.org,2026:change/meeting-1@example.org/1",
        url=link(make_item()),
        title=replace(entry.title, text="Moved: Coordination meeting", language="en"),
        when="20 May 2026",
        summary="When: 14 May 2026 → 20 May 2026",
        lead="When: 14 May 2026 → 20 May 2026",
        html=(
            '<div lang="en">\n<p>When: <del>14 May 2026</del> → '
            "<ins>20 May 2026</ins></p>\n</div>"
        ),
        categories=("Meeting", "Moved"),
        published=LATER,
        updated=LATER,
        starts="2026-05-20",
        ends="2026-05-20",
        place="",
        image="",
    )


def test_georgian_says_it_in_its_own_words() -> None:
    entry = told(FESTIVAL, "ka", span=whole_days(date(2018, 12, 20)))
    assert entry.title.text == "შეიცვალა დრო: დოკუმენტური ფილმების ფესტივალი"
    assert (
        set(WORDS["ka"])
        == set(WORDS["en"])
        == {
            *Announcement,
            "when",
            "where",
            "off",
        }
    )


def test_move_to_another_place_is_one_entry() -> None:
    item = make_item(place=Place(venue="Town hall"))
    entry = told(item, span=timed("2026-05-20T10:00"), place=Place(venue="Library"))
    assert entry.title.text == "Moved · Other place: Coordination meeting"
    assert entry.summary == (
        "When: 14 May 2026 → 20 May 2026, 10:00\nWhere: Town hall → Library"
    )
    assert entry.lead == (
        "When: 14 May 2026 → 20 May 2026, 10:00 · Where: Town hall → Library"
    )


def test_place_that_was_not_known_has_a_dash() -> None:
    assert told(make_item(), place=Place(city="Gori")).summary == "Where: – → Gori"


def test_cancelled_and_restored_say_what_they_are_about() -> None:
    item = make_item(place=Place(venue="Town hall"))
    off = with_status(item, ItemStatus.CANCELLED, LATER)
    on = with_status(off, ItemStatus.PUBLISHED, LATER + timedelta(hours=1))
    found = change_entries([change(item, off), change(off, on)], EN, link)
    assert [entry.title.text for entry in found] == [
        "Takes place after all: Coordination meeting",
        "Cancelled: Coordination meeting",
    ]
    assert found[1].lead == "14 May 2026 · Town hall"
    assert found[1].html == (
        '<div lang="en">\n<p>When: 14 May 2026</p>\n<p>Where: Town hall</p>\n</div>'
    )


def test_new_item_says_its_summary() -> None:
    item = make_item(texts={"en": Text(title="Talk", summary="<b>On\nlaw")})
    (entry,) = change_entries([change(None, item)], KA, link)
    assert entry.title.text == "ახალი: Talk"
    assert '<p lang="en">&lt;b&gt;On<br>\nlaw</p>' in entry.html


def test_one_occurrence_that_moved_is_named() -> None:
    weekly = make_item(
        span=timed("2026-05-11T10:00", "2026-05-11T11:00"),
        recurrence=Recurrence(rule="FREQ=WEEKLY"),
    )
    changed = Recurrence(
        rule="FREQ=WEEKLY",
        exdates=(datetime(2026, 5, 25, 10),),  # noqa: DTZ001 - wall time
        overrides=(
            Override(
                datetime(2026, 5, 18, 10),  # noqa: DTZ001 - wall time
                span=timed("2026-05-19T15:00", "2026-05-19T16:00"),
            ),
        ),
    )
    assert told(weekly, recurrence=changed).summary == (
        "When: 18 May 2026, 10:00–11:00 → 19 May 2026, 15:00–16:00\n"
        "When: 25 May 2026, 10:00–11:00 → cancelled"
    )


def test_entry_of_a_change_stays_when_the_item_is_renamed() -> None:
    item = make_item()
    moved = revise(item, replace(details_of(item), span=whole_days(NOW.date())), LATER)
    renamed = replace(
        moved, texts={"en": Text(title="Other")}, slug="other", revision=2
    )
    before = change(item, moved)
    after = replace(before, current=renamed)
    (one,), (two,) = (change_entries([c], EN, link) for c in (before, after))
    assert two == replace(one, url=link(renamed))


def test_edit_that_tells_nothing_makes_no_entry() -> None:
    item = make_item()
    themed = revise(item, replace(details_of(item), tags=("a",)), LATER)
    assert change_entries([change(item, themed)], EN, link) == []


def test_edit_adds_one_entry_and_leaves_the_others_as_they_are() -> None:
    item = make_item()
    first = change(None, item)
    moved = revise(item, replace(details_of(item), span=whole_days(NOW.date())), LATER)
    second = change(item, moved)
    before = change_entries([first], EN, link)
    after = change_entries([second, replace(first, current=moved)], EN, link)
    assert after[1:] == before
    body = render_atom(after, EN).body
    read = feedparser.parse(io.BytesIO(body))
    assert not read.bozo
    assert [entry.id.rpartition("/")[2] for entry in read.entries] == ["1", "0"]


def test_feed_in_two_languages_says_each_change_in_both() -> None:
    both = replace(EN, languages=("en", "ka"))
    new = replace(FESTIVAL, span=whole_days(date(2018, 12, 20)), revision=1)
    new = replace(new, recurrence=Recurrence())
    (entry,) = change_entries([change(FESTIVAL, new)], both, link)
    assert entry.title.text == (
        "Moved: Documentary film festival / დოკუმენტური ფილმების ფესტივალი"
    )
    assert entry.html.count("→") == 2
