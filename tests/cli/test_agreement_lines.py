from dataclasses import replace
from datetime import date

from calendar_service.cli.agreement_lines import (
    chain_facts,
    entry_of,
    facts_of,
    line_of,
    row_of,
    until_said,
)
from calendar_service.domain.agreement import Agreement, Period, Renewal
from calendar_service.domain.item import ItemKind, ItemStatus, Person
from calendar_service.domain.span import whole_month
from calendar_service.domain.texts import Text
from tests.builders import make_item

DAY = date(2020, 9, 1)
TERMS = Agreement(
    type="MoU",
    parties=("Office", "City"),
    reference="12/b",
    signed_on=date(2018, 10, 8),
    effective_on=date(2018, 11, 1),
    expires=whole_month(2020, 10),
    notice_period=Period(months=3),
    renewal=Renewal.BY_ACT,
    renewed_by="next@example.org",
)
MOU = make_item(
    uid="mou@example.org",
    slug="mou",
    kind=ItemKind.AGREEMENT,
    texts={"en": Text(title="MoU with the city"), "ka": Text(title="მემორანდუმი")},
    focal_point=Person("Nino", "nino@example.org"),
    agreement=TERMS,
)
BARE = make_item(kind=ItemKind.AGREEMENT, slug="bare")


def test_a_row_says_what_is_settled_while_it_still_runs() -> None:
    assert row_of(line_of(MOU, DAY, "en")) == (
        "in force, renewed",
        "October 2020",
        "30",
        "1 July 2020",
        "mou",
        "MoU with the city",
    )
    assert row_of(line_of(MOU, date(2020, 11, 1), "ka"))[0] == "renewed"


def test_what_is_not_known_is_a_dash() -> None:
    assert row_of(line_of(BARE, DAY, "en")) == (
        *("in force", "-", "-", "-", "bare"),
        "Coordination meeting",
    )


def test_what_is_not_published_has_the_status_of_its_item() -> None:
    for status in (ItemStatus.DRAFT, ItemStatus.CANCELLED):
        line = line_of(replace(MOU, status=status), DAY, "en")
        assert row_of(line)[0] == status


def test_facts_name_the_four_dates_apart() -> None:
    facts = dict(facts_of(line_of(MOU, DAY, "en")))
    assert [facts[n] for n in ("signed", "effective", "expires", "notice by")] == [
        "8 October 2018",
        "1 November 2018",
        "October 2020",
        "1 July 2020",
    ]
    assert (facts["notice period"], facts["renewal"]) == ("P3M", "by act")
    assert (facts["focal point"], facts["deputy"]) == ("Nino nino@example.org", "-")


def test_an_entry_counts_and_dates_for_programs() -> None:
    entry = entry_of(line_of(MOU, DAY, "en"))
    assert {name: entry[name] for name in ("status", "days_left", "last_day")} == {
        "status": "in_force",
        "days_left": 30,
        "last_day": "2020-10-31",
    }
    assert entry["notice_by"] == "2020-07-01"
    assert entry["agreement"]["renewed_by"] == "next@example.org"
    assert entry["titles"] == {"en": "MoU with the city", "ka": "მემორანდუმი"}
    bare = entry_of(line_of(BARE, DAY, "en"))
    assert (bare["days_left"], bare["last_day"], bare["notice_by"]) == (None,) * 3


def test_the_chain_marks_the_term_that_is_shown() -> None:
    following = replace(
        MOU,
        uid="next@example.org",
        slug="mou-2",
        agreement=Agreement(effective_on=date(2020, 11, 1), renews="mou@example.org"),
    )
    shown, other = (line_of(item, DAY, "en") for item in (MOU, following))
    assert list(chain_facts(shown, [shown, other])) == [
        (
            "term 1",
            "* mou: from 1 November 2018, until October 2020 (in force, renewed)",
        ),
        ("term 2", "  mou-2: from 1 November 2020, without an end (pending)"),
    ]


def test_an_ended_term_says_its_last_day() -> None:
    ended = replace(TERMS, renewed_by="", ended_on=date(2020, 9, 15))
    assert until_said(ended, "en") == "ended on 15 September 2020"
    line = line_of(replace(MOU, agreement=ended), DAY, "en")
    assert (row_of(line)[0], row_of(line)[2]) == ("in force, ended", "14")
