"""An item from JSON: what it becomes, and what is said of what it cannot be."""

from datetime import date, datetime
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.draft import Draft, InvalidDraft, check
from calendar_service.domain.item import (
    ItemKind,
    Link,
    Party,
    Person,
    Place,
    Seats,
)
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.importers.item_form import ItemForm
from calendar_service.importers.item_json import Defaults, draft_from_json
from tests.builders import timed

DEFAULTS = Defaults("Asia/Tbilisi", date(2026, 3, 10))
TEXTS = {"en": {"title": "Coordination meeting"}}


def read(**fields: object) -> Draft:
    given_fields = {"kind": "meeting", "starts_on": "2027-03-01", "texts": TEXTS}
    chosen = {**given_fields, **fields}
    return draft_from_json(
        {name: value for name, value in chosen.items() if value is not ...}, DEFAULTS
    )


def problems(value: object) -> dict[str, str]:
    with pytest.raises(InvalidDraft) as caught:
        draft_from_json(value, DEFAULTS)
    return {problem.field: problem.message for problem in caught.value.problems}


def test_the_shortest_meeting_gets_what_a_person_would_expect() -> None:
    draft = draft_from_json(
        {
            "kind": "meeting",
            "starts_at": "2027-03-01T10:00",
            "ends_at": "2027-03-01T11:30",
            "texts": {"en": {"title": "Coordination meeting"}},
        },
        DEFAULTS,
    )
    assert draft == Draft(
        kind=ItemKind.MEETING,
        span=timed("2027-03-01T10:00", "2027-03-01T11:30"),
        texts={"en": Text(title="Coordination meeting")},
    )
    assert check(draft) == []


def test_short_forms_stand_for_long_ones() -> None:
    draft = read(
        place="Rose Square",
        organisers=["IOM", {"name": "Norway", "role": "funder"}],
        focal_point="Nino Beridze <nino@example.org>",
        deputy="tamar@example.org",
        links=["https://example.org/"],
        seats="limited",
        tags=[" a ", "b", "a"],
    )
    assert draft.place == Place(venue="Rose Square")
    assert draft.organisers == (Party("IOM"), Party("Norway", "funder"))
    assert draft.focal_point == Person("Nino Beridze", "nino@example.org")
    assert draft.deputy == Person("", "tamar@example.org")
    assert draft.links == (Link("https://example.org/"),)
    assert draft.seats == Seats()
    assert draft.tags == ("a", "b")
    assert read(seats=60).seats == Seats(60)
    assert read(focal_point="Nino").focal_point == Person("Nino", "")


def test_news_without_a_date_is_of_today() -> None:
    assert read(kind="news", starts_on=...).span == whole_days(DEFAULTS.today)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"kind": "party"},
            {
                "kind": "'party' is not one of 'observance', 'meeting',"
                " 'study_visit', 'screening', 'campaign', 'training', 'deadline',"
                " 'agreement' or 'news'"
            },
        ),
        (
            {"title": "x"},
            {
                "title": "is not a field of an item; a title stands in texts:"
                ' {"texts": {"en": {"title": …}}}'
            },
        ),
        (
            {"start": "2027-03-01"},
            {
                "start": "is not a field of an item; write starts_on (a day)"
                " or starts_at (a time)"
            },
        ),
        ({"texts": {"en": "x"}}, {"texts.en": "must be an object"}),
        (
            {"texts": {"en": {"titel": "x"}}},
            {"texts.en.titel": "is not a field of an item; did you mean title?"},
        ),
        (
            {"organizers": []},
            {"organizers": "is not a field of an item; did you mean organisers?"},
        ),
        ({"colour": "red"}, {"colour": "is not a field of an item"}),
        ({"texts": None}, {"texts": "must be an object"}),
        ({"tags": "x"}, {"tags": "must be a list"}),
        ({"tags": [1]}, {"tags.0": "must be text"}),
        ({"notes": 5}, {"notes": "must be text"}),
        ({"dates_only": "yes"}, {"dates_only": "must be true or false"}),
        ({"seats": True}, {"seats": 'must be a whole number or "limited"'}),
        ({"seats": "many"}, {"seats": 'must be a whole number or "limited"'}),
        ({"organisers": [5]}, {"organisers.0": "must be text or an object"}),
        ({"organisers": [{"name": 5}]}, {"organisers.0.name": "must be text"}),
        ({"place": []}, {"place": "must be text or an object"}),
        ({"place": {"venue": 5}}, {"place.venue": "must be text"}),
        ({"place": {"latitude": True}}, {"place.latitude": "must be a number"}),
        ({"place": {"latitude": "41"}}, {"place.latitude": "must be a number"}),
        ({"place": {"latitude": inf}}, {"place.latitude": "must be a number"}),
        ({"deputy": 5}, {"deputy": "must be text or an object"}),
        ({"links": [None]}, {"links.0": "must be text or an object"}),
        ({"revision": -1}, {"revision": "must not be below 0"}),
        ({"revision": 10**5000}, {"revision": "is too large"}),
        ({"revision": "1"}, {"revision": "must be a whole number"}),
        (
            {"texts": {"en": {"made_from": True}}},
            {"texts.en.made_from": "must be a whole number"},
        ),
        (
            {"starts_on": "2027-02-31"},
            {"starts_on": "'2027-02-31' is a day that does not exist"},
        ),
        (
            {"dates_only": True},
            {"dates_only": "belongs to a timed item; give starts_at"},
        ),
        ({"ends_on": "2027-02-01"}, {"ends_on": "lies before starts_on"}),
        ({"ends_on": "2027-04"}, {"ends_on": "must be a day, as starts_on is"}),
        (
            {"ends_at": "2027-03-01T10:00"},
            {"ends_at": "belongs to a timed item; give starts_at"},
        ),
        ({"zone": "UTC"}, {"zone": "belongs to a timed item; give starts_at"}),
        (
            {"dates": ["2027-03-01"]},
            {"dates": "cannot stand beside starts_on; give one of them"},
        ),
        (
            {"exdates": ["x"]},
            {"exdates.0": "'x' is no day; write it like 2027-03-01"},
        ),
        ({"overrides": [{}]}, {"overrides.0.original": "is missing"}),
        (
            {"precision": "week"},
            {"precision": "'week' is not one of 'day', 'month' or 'year'"},
        ),
        (
            {"agreement": {"notice_period": "soon"}},
            {
                "agreement.notice_period": "'soon' is no period;"
                " write it like P3M or P30D"
            },
        ),
        (
            {"agreement": {"expires_on": "x"}},
            {"agreement.expires_on": "'x' is no day; write it like 2027-03-01"},
        ),
        ({"image": {"url": "x"}}, {"image.alt": "is missing"}),
        ({"\ud800": 1}, {"": "holds half of a character"}),
    ],
)
def test_what_is_wrong_is_named_by_its_field(
    fields: dict[str, object], expected: dict[str, str]
) -> None:
    found = problems(
        {"kind": "meeting", "starts_on": "2027-03-01", "texts": TEXTS, **fields}
    )
    assert found == expected


@pytest.mark.parametrize("value", [None, [], "x", 5, True])
def test_what_is_no_object_is_no_item(value: object) -> None:
    assert problems(value) == {"": "an item must be a JSON object"}


def test_what_is_missing_is_said_all_at_once() -> None:
    assert problems({}) == {
        "kind": "is missing; one of " + ", ".join(ItemKind),
        "texts": "is missing",
    }


# Half a surrogate pair is no text, but JSON can say it.
ANY_TEXT = st.text(st.characters(), max_size=8) | st.sampled_from(
    ["2027-03-01", "2027-03", "9999-12-31", "2027-03-01T10:00", "9999-12-31T23:00"]
)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda below: (
        st.lists(below, max_size=3) | st.dictionaries(ANY_TEXT, below, max_size=3)
    ),
    max_leaves=8,
)
FIELDS = sorted(ItemForm.model_fields)


@given(st.dictionaries(st.sampled_from(FIELDS), ANY_JSON))
def test_whatever_comes_is_answered_in_words(value: dict[str, object]) -> None:
    likely = {"kind": "meeting", "texts": TEXTS, "starts_on": "2027-03-01"}
    for whole in (value, likely | value):
        try:
            draft = draft_from_json(whole, DEFAULTS)
        except InvalidDraft:
            continue
        assert isinstance(check(draft), list)


@st.composite
def likely_overrides(draw: st.DrawFn) -> dict[str, object]:
    fields = ["original", "starts_on", "ends_on", "starts_at", "ends_at", "zone"]
    return draw(st.dictionaries(st.sampled_from(fields), ANY_TEXT))


@given(
    start=st.sampled_from(["2027-03-01", "2027-03"]),
    overrides=st.lists(
        likely_overrides().map(lambda said: {"original": "2027-03-01"} | said)
    ),
    is_timed=st.booleans(),
)
def test_whatever_an_occurrence_is_moved_to_is_answered_in_words(
    start: str, overrides: list[dict[str, object]], *, is_timed: bool
) -> None:
    when = {"starts_at": "2027-03-01T10:00", "ends_at": "2027-03-01T11:00"}
    value = {"kind": "meeting", "texts": TEXTS, "overrides": overrides}
    try:
        draft = draft_from_json(
            value | (when if is_timed else {"starts_on": start}), DEFAULTS
        )
    except InvalidDraft as wrong:
        fields = {problem.field.split(".")[0] for problem in wrong.problems}
    else:
        fields = {problem.field.split(".")[0] for problem in check(draft)}
    assert fields <= {"overrides"}


def test_a_list_of_any_depth_is_answered_in_words() -> None:
    deep: list[object] = []
    for _ in range(900):
        deep = [deep]
    value = {"kind": deep, "texts": TEXTS, "exdates": [deep], "tags": deep}
    found = problems(value)
    assert found["exdates.0"] == "a list is no day; write it like 2027-03-01"
    assert sorted(found) == ["exdates.0", "kind", "tags.0"]


def test_space_around_what_is_written_is_left_out() -> None:
    draft = read(
        uid=" one@example.org\n",
        slug=" one ",
        place={"venue": " Hall ", "city": " Tbilisi "},
        deputy={"name": " ", "email": ""},
    )
    assert (draft.uid, draft.slug) == ("one@example.org", "one")
    assert draft.place == Place("Hall", "Tbilisi")
    assert draft.deputy is None


def test_a_bare_day_means_the_occurrence_of_that_day() -> None:
    draft = read(
        starts_on=...,
        starts_at="2026-05-14T10:00",
        rrule="FREQ=WEEKLY",
        exdates=["2026-05-21"],
    )
    assert draft.recurrence.exdates == (datetime.fromisoformat("2026-05-21T10:00"),)
    assert check(draft) == []
