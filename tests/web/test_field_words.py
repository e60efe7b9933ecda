from collections.abc import Iterator
from dataclasses import fields
from datetime import date

import pytest
from flask import Flask

from calendar_service.domain.agreement import Agreement, Period
from calendar_service.domain.item import (
    Details,
    Image,
    ItemStatus,
    Link,
    Party,
    Person,
    Place,
    Seats,
    Visibility,
)
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.domain.texts import Text
from calendar_service.web.field_words import field_name, field_words, value_words
from tests.builders import make_details

DAY = date(2026, 5, 14)


@pytest.fixture(autouse=True)
def english(app: Flask) -> Iterator[None]:
    with app.test_request_context("/?lang=en"):
        yield


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        ((), ""),
        (ItemStatus.DRAFT, "Draft"),
        (Visibility.STAFF, "staff only"),
        (
            Place("Hall", "Tbilisi", "", 41.7, 44.8, "https://m.org"),
            "Hall, Tbilisi\n41.7, 44.8\nhttps://m.org",
        ),
        (("a", "b"), "a\nb"),
        (Party("IOM", "host", "https://iom.int"), "IOM (host) https://iom.int"),
        (Person("Ada", "ada@example.org"), "Ada ada@example.org"),
        (Link("https://a.org", "More"), "More https://a.org"),
        (Image("https://a.org/b.jpg", "A table"), "A table https://a.org/b.jpg"),
        (Seats(3), "Places are limited 3"),
        (
            Agreement(
                type="MoU",
                parties=("IOM", "Ministry"),
                signed_on=DAY,
                expires=whole_month(2027, 10),
                notice_period=Period(months=3),
            ),
            """Type: MoU
Parties: IOM, Ministry
Signed on: 14 May 2026
Expires: October 2027
Notice period: 3 months
Renewal: does not renew""",
        ),
    ],
)
def test_a_value_is_said_in_words(value: object, words: str) -> None:
    assert value_words(value) == words


def test_terms_are_said_in_the_language_of_the_page(app: Flask) -> None:
    terms = Agreement(
        notice_period=Period(days=30), notice_deadline_on=DAY, ended_on=DAY
    )
    with app.test_request_context("/?lang=ka"):
        assert value_words(terms).splitlines() == [
            "შეტყობინების ვადა: 30 დღე",
            "შეტყობინების ბოლო დღე: 14 მაისი, 2026",
            "განახლება: არ განახლდება",
            "შეწყვეტის დღე: 14 მაისი, 2026",
        ]


def test_when_is_said_with_all_that_differs() -> None:
    details = make_details(
        recurrence=Recurrence(
            "FREQ=WEEKLY;COUNT=5",
            rdates=(date(2026, 7, 1),),
            exdates=(date(2026, 5, 21),),
            overrides=(
                Override(
                    date(2026, 5, 28),
                    whole_days(date(2026, 5, 29)),
                    {"en": Text("Special")},
                    cancelled=True,
                ),
            ),
        )
    )
    assert field_words(details, "when").splitlines() == [
        "repeats, first on 14 May 2026",
        "FREQ=WEEKLY;COUNT=5",
        "Further days: 2026-07-01",
        "Except on: 2026-05-21",
        "2026-05-28: moved to 2026-05-29, cancelled, Special",
    ]


def test_every_field_of_an_item_has_a_name() -> None:
    unnamed = {"span", "recurrence", "texts"}
    for each in fields(Details):
        if each.name not in unnamed:
            assert field_name(each.name) != each.name
    assert field_name("texts.ka.title") == "Title (Georgian)"
    assert field_words(make_details(), "kind") == "Meeting"
    assert field_words(make_details(), "texts.en.title") == "Coordination meeting"
