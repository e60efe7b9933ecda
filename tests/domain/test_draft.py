from dataclasses import replace
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
from tests.strategies import any_drafts, recurrences, spans, texts

DAY = whole_days(date(2026, 5, 14))


def titled(title: str) -> dict[str, object]:
    return {"texts": {"en": Text(title=title)}}


def agreed(**dates: object) -> dict[str, object]:
    agreement = Agreement(expires=whole_month(2028, 10))
    changed = replace(agreement, **dates)  # type: ignore[arg-type]  # the caller names the field
    return {"kind": ItemKind.AGREEMENT, "agreement": changed}


def repeated(**changes: object) -> dict[str, object]:
    return {"recurrence": replace(Recurrence(), **changes)}  # type: ignore[arg-type]  # the caller names the field


BAD = {
    "title too long": (
        titled("x" * 5000),
        "texts.en.title",
        "is 5,000 characters long; at most 300 are accepted",
    ),
    "title missing": (
        titled(""),
        "texts.en.title",
        "is missing; an item needs a title",
    ),
    "title blank": (
        titled(" \t "),
        "texts.en.title",
        "is missing; an item needs a title",
    ),
    "no words": ({"texts": {}}, "texts.en.title", "is missing; an item needs a title"),
    "one title blank": (
        {"texts": {"en": Text(title="Fine"), "ka": Text(title=" ")}},
        "texts.ka.title",
        "must not be blank",
    ),
    "title with NUL": (
        titled("a\0b"),
        "texts.en.title",
        "contains the control character U+0000",
    ),
    "title with escape": (
        titled("a\x1bb"),
        "texts.en.title",
        "contains the control character U+001B",
    ),
    "title with newline": (titled("a\nb"), "texts.en.title", "must be one line"),
    "title with CRLF": (titled("a\r\nBcc: b"), "texts.en.title", "must be one line"),
    "title with half a letter": (
        titled("a\ud83d"),
        "texts.en.title",
        "contains the control character U+D83D",
    ),
    "unknown language": (
        {"texts": {"en": Text(title="Fine"), "<b>": Text(title="Fine")}},
        "texts",
        "'<b>' is no language code such as en or ka",
    ),
    "description with control": (
        {"texts": {"en": Text(title="Fine", description="a\x08")}},
        "texts.en.description",
        "contains the control character U+0008",
    ),
    "summary too long": (
        {"texts": {"en": Text(title="Fine", summary="x" * 1001)}},
        "texts.en.summary",
        "is 1,001 characters long; at most 1,000 are accepted",
    ),
    "place of two lines": (
        {"texts": {"en": Text(title="Fine", place="a\nb")}},
        "texts.en.place",
        "must be one line",
    ),
    "override with a bad title": (
        repeated(
            rule="FREQ=WEEKLY",
            overrides=(Override(date(2026, 5, 21), texts={"en": Text(title="\0")}),),
        ),
        "overrides.0.texts.en.title",
        "contains the control character U+0000",
    ),
    "latitude 91": (
        {"place": Place(latitude=91.0, longitude=44.8)},
        "place.latitude",
        "goes from -90 to 90 degrees",
    ),
    "latitude that is no number": (
        {"place": Place(latitude=float("nan"), longitude=44.8)},
        "place.latitude",
        "goes from -90 to 90 degrees",
    ),
    "half a point": (
        {"place": Place(latitude=41.7)},
        "place.latitude",
        "needs both latitude and longitude",
    ),
    "online by script": (
        {"place": Place(online="javascript:alert(1)")},
        "place.online",
        "'javascript:alert(1)' is no web address; write one like https://example.org/",
    ),
    "venue of two lines": (
        {"place": Place(venue="a\nb")},
        "place.venue",
        "must be one line",
    ),
    "link by script": (
        {"links": (Link("javascript:alert(1)"),)},
        "links",
        "'javascript:alert(1)' is no web address; write one like https://example.org/",
    ),
    "too many links": (
        {"links": (Link("https://example.org/"),) * 101},
        "links",
        "holds more than 100",
    ),
    "empty tag": ({"tags": ("",)}, "tags", "must not be empty"),
    "party without a name": (
        {"partners": (Party(""),)},
        "partners",
        "must not be empty",
    ),
    "party with a bad link": (
        {"organisers": (Party("Office", url="ftp://example.org"),)},
        "organisers",
        "'ftp://example.org' is no web address; write one like https://example.org/",
    ),
    "picture without words": (
        {"image": Image("https://example.org/a.png", "")},
        "image.alt",
        "must not be empty",
    ),
    "fewer than no seats": ({"seats": Seats(-1)}, "seats", "goes from 0 to 1,000,000"),
    "mail address with CRLF": (
        {"focal_point": Person(email="a@example.org\r\nBcc: b@example.org")},
        "focal_point",
        (
            "'a@example.org\\r\\nBcc: b@example.org' is no mail address such as"
            " nino@example.org"
        ),
    ),
    "name with CRLF": (
        {"deputy": Person(name="Nino\r\nBcc: b@example.org")},
        "deputy",
        "must be one line",
    ),
    "slug with spaces": (
        {"slug": "a b"},
        "slug",
        "takes only the letters a-z, digits and hyphens",
    ),
    "slug in capitals": (
        {"slug": "Festival"},
        "slug",
        "takes small letters, at most 300",
    ),
    "uid with a line break": ({"uid": "a\r\nb"}, "uid", "must be one line"),
    "notes with NUL": (
        {"notes": "\0"},
        "notes",
        "contains the control character U+0000",
    ),
    "agreement of a meeting": (
        {"agreement": Agreement()},
        "agreement",
        "belongs to kind agreement, not meeting",
    ),
    "a term that renews itself": (
        {"uid": "a@example.org"} | agreed(renews="a@example.org"),
        "agreement.renews",
        "names the term itself",
    ),
    "a term that is renewed by itself": (
        {"uid": "a@example.org"} | agreed(renewed_by="a@example.org"),
        "agreement.renewed_by",
        "names the term itself",
    ),
    "terms in a ring": (
        agreed(renews="b@example.org", renewed_by="b@example.org"),
        "agreement.renewed_by",
        "names the term before this one",
    ),
    "a link of two lines": (
        agreed(renews="a\nb"),
        "agreement.renews",
        "must be one line",
    ),
    "party of two lines": (
        agreed(parties=("a\nb",)),
        "agreement.parties",
        "must be one line",
    ),
    "too many parties": (
        agreed(parties=("a",) * 101),
        "agreement.parties",
        "holds more than 100",
    ),
    "document by script": (
        agreed(document="javascript:1"),
        "agreement.document",
        "'javascript:1' is no web address; write one like https://example.org/",
    ),
}


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
