from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.agreement import Agreement, Period
from calendar_service.domain.draft import (
    Draft,
    InvalidDraft,
    Problem,
    check,
    demand_valid,
)
from calendar_service.domain.item import (
    Image,
    ItemKind,
    Link,
    Party,
    Person,
    Place,
    Seats,
)
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.domain.texts import Text
from tests.builders import make_draft
from tests.domain.draft_cases import BAD, DAY
from tests.strategies import recurrences, spans, texts
from tests.wild_drafts import any_drafts


@pytest.mark.parametrize(("changes", "field", "message"), BAD.values(), ids=BAD)
def test_bad_input_is_told_by_its_field(
    changes: dict[str, object], field: str, message: str
) -> None:
    assert check(make_draft(**changes)) == [Problem(field, message)]


def test_a_full_draft_without_faults_has_no_problems() -> None:
    draft = make_draft(
        kind=ItemKind.AGREEMENT,
        span=DAY,
        recurrence=Recurrence(
            rule="FREQ=WEEKLY",
            exdates=(date(2026, 5, 21),),
            overrides=(Override(date(2026, 5, 28), whole_days(date(2026, 5, 29))),),
        ),
        texts={
            "en": Text("Festival", "Two\nlines", "# Much\n\n\tMore", "Old town"),
            "ka": Text("ფესტივალი"),
        },
        place=Place("House", "Tbilisi", "Georgia", 41.7, 44.8, "https://example.org/"),
        tags=("migration",),
        hashtags=("MigFilm",),
        organisers=(Party("Office", "host", "https://example.org/"),),
        partners=(Party("ფონდი"),),
        focal_point=Person("Nino", "nino@example.org"),
        deputy=Person("Gio"),
        links=(Link("mailto:nino@example.org", "Write to us"),),
        image=Image("https://example.org/a.png", "A poster"),
        seats=Seats(30),
        notes="For staff\nonly",
        agreement=Agreement(
            type="MoU",
            parties=("Office", "Ministry"),
            signed_on=date(2026, 5, 14),
            effective_on=date(2026, 6, 1),
            expires=whole_month(2028, 10),
            notice_period=Period(months=3),
            document="https://example.org/mou.pdf",
            renews="mou-2024@example.org",
            renewed_by="mou-2028@example.org",
            ended_on=date(2028, 9, 30),
        ),
        uid="festival@example.org",
        slug="festival-2026",
        revision=3,
    )
    assert check(draft) == []


@given(data=st.data())
def test_accepted_times_and_words_have_no_problems(data: st.DataObject) -> None:
    span = data.draw(spans())
    recurrence = data.draw(recurrences(span))
    draft = make_draft(span=span, recurrence=recurrence, texts=data.draw(texts()))
    assert check(draft) == []


@given(draft=any_drafts())
def test_any_draft_is_answered_with_words_that_can_be_shown(draft: Draft) -> None:
    for problem in check(draft):
        assert str(problem).encode().decode().isprintable()


def test_a_language_that_is_none_is_quoted_and_not_looked_into() -> None:
    texts = {"en": Text("Meeting"), "\U00018cd6": Text(" ")}
    (problem,) = check(make_draft(texts=texts))
    assert (problem.field, problem.message) == (
        "texts",
        "'\\U00018cd6' is no language code such as en or ka",
    )


def test_all_problems_are_told_at_once() -> None:
    draft = make_draft(span=whole_days(date(1, 1, 1)), slug="?", texts={})
    assert [problem.field for problem in check(draft)] == [
        "slug",
        "starts_on",
        "texts.en.title",
    ]


def test_an_invalid_draft_is_refused_with_its_problems() -> None:
    problem = Problem("texts.en.title", "is missing; an item needs a title")
    with pytest.raises(InvalidDraft, match=r"^texts\.en\.title: is missing") as refused:
        demand_valid(make_draft(texts={}))
    assert refused.value.problems == (problem,)
    demand_valid(make_draft())


def test_a_problem_without_a_field_is_its_message() -> None:
    assert str(Problem("", "is too large")) == "is too large"
