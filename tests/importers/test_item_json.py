"""An item from JSON: what it becomes, and what is said of what it cannot be."""

from datetime import date, datetime

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
        ({"texts": {"en": {"titel": "x"}}}, {"texts.en.titel": "is not a field of"}),
        ({"tags": "x"}, {"tags": "must be a list"}),
        ({"tags": [1]}, {"tags.0": "must be text"}),
        ({"seats": True}, {"seats": "must be a whole number"}),
        ({"organisers": [5]}, {"organisers.0": "must be an object"}),
        ({"revision": -1}, {"revision": "input should be greater than or equal to 0"}),
        ({"starts_on": "2027-02-31"}, {"starts_on": "is a day that does not exist"}),
        ({"ends_on": "2027-02-01"}, {"ends_on": "lies before starts_on"}),
        ({"ends_at": "2027-03-01T10:00"}, {"ends_at": "belongs to a timed item"}),
        ({"zone": "Asia/Tbilisi"}, {"zone": "belongs to a timed item"}),
        (
            {"dates": ["2027-03-01"]},
            {"dates": "cannot stand beside starts_on; give one of them"},
        ),
        ({"exdates": ["x"]}, {"exdates.0": "'x' is no day"}),
        ({"overrides": [{}]}, {"overrides.0.original": "is missing"}),
        ({"precision": "week"}, {"precision": "'week' is not one of 'day', 'month'"}),
        ({"agreement": {"notice_period": "soon"}}, {"agreement.notice_period": "no p"}),
        ({"agreement": {"expires_on": "x"}}, {"agreement.expires_on": "is no day"}),
        ({"image": {"url": "x"}}, {"image.alt": "is missing"}),
    ],
)
def test_what_is_wrong_is_named_by_its_field(
    fields: dict[str, object], expected: dict[str, str]
) -> None:
    found = problems(
        {"kind": "meeting", "starts_on": "2027-03-01", "texts": TEXTS, **fields}
    )
    assert found.keys() == expected.keys()
    assert {name for name in found if expected[name] not in found[name]} == set()


@pytest.mark.parametrize("value", [None, [], "x", 5, True])
def test_what_is_no_object_is_no_item(value: object) -> None:
    assert problems(value) == {"": "an item must be a JSON object"}


def test_what_is_missing_is_said_all_at_once() -> None:
    assert problems({}) == {
        "kind": "is missing; one of " + ", ".join(ItemKind),
        "texts": "is missing",
    }


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(st.text(max_size=8), below, max_size=3)
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


def test_a_bare_day_means_the_occurrence_of_that_day() -> None:
    draft = read(
        starts_on=...,
        starts_at="2026-05-14T10:00",
        rrule="FREQ=WEEKLY",
        exdates=["2026-05-21"],
    )
    assert draft.recurrence.exdates == (datetime.fromisoformat("2026-05-21T10:00"),)
    assert check(draft) == []
