from datetime import date

import pytest
from flask import Flask

from calendar_service.domain.agreement import Agreement, Period
from calendar_service.domain.draft import Problem
from calendar_service.domain.span import DaySpan, whole_days, whole_month
from calendar_service.web.form_terms import read_terms, words_of_terms
from calendar_service.web.problem_words import problem_said

TODAY = date(2026, 3, 10)


def read(expires: str, notice: str = "") -> tuple[list[str | None], list[Problem]]:
    wrong: list[Problem] = []
    values = {"agreement.expires_on": expires, "agreement.notice_period": notice}
    said = read_terms(values, None, TODAY, wrong)
    assert said is not None
    return [said["expires_on"], said["notice_period"]], wrong


@pytest.mark.parametrize(
    ("expires", "notice", "found"),
    [
        ("31 October 2028", "3 months", ["2028-10-31", "P3M"]),
        ("October 2028", "30 days", ["2028-10", "P30D"]),
        ("ოქტომბერი 2028", "სამი თვე", ["2028-10", "P3M"]),
        ("2028 წლის 31 ოქტომბერი", "3 თვე", ["2028-10-31", "P3M"]),
        ("2028-10", "P3M", ["2028-10", "P3M"]),
        ("2028", "", ["2028", None]),
    ],
)
def test_terms_are_read_as_people_type_them(
    expires: str, notice: str, found: list[str | None]
) -> None:
    assert read(expires, notice) == (found, [])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "“31 October” says no year: write it as well.",
                "“long” is no length of time. Write it like 3 months or 30 days.",
            ],
        ),
        (
            "ka",
            [
                "„31 October“ წელს არ ასახელებს: დაწერეთ წელიც.",
                "„long“ ხანგრძლივობა არ არის. დაწერეთ ასე: 3 თვე ან 30 დღე.",
            ],
        ),
    ],
)
def test_a_refusal_is_said_in_both_languages(
    app: Flask, language: str, said: list[str]
) -> None:
    found, wrong = read("31 October", "long")
    assert found == [None, None]
    with app.test_request_context(f"/?lang={language}"):
        assert [problem_said(problem) for problem in wrong] == said


@pytest.mark.parametrize("language", ["en", "ka"])
@pytest.mark.parametrize(
    ("expires", "period"),
    [
        (whole_days(date(2028, 10, 31)), Period(months=3)),
        (whole_month(2028, 10), Period(days=30)),
        (whole_month(2028, 1), Period(months=1, days=10)),
        (whole_month(2028, 5), Period()),
    ],
)
def test_the_words_in_the_form_are_read_back(
    app: Flask, language: str, expires: DaySpan, period: Period
) -> None:
    agreement = Agreement(expires=expires, notice_period=period)
    with app.test_request_context(f"/?lang={language}"):
        words = words_of_terms(agreement)
    plain = {"agreement.expires_on": "", "agreement.notice_period": ""}
    assert words.keys() == plain.keys()
    (read_expires, read_notice), wrong = read(*words.values())
    assert wrong == []
    assert read_expires == expires.start.isoformat()[: len(read_expires or "")]
    assert read_notice in {f"P{period.months}M", f"P{period.days}D", "P1M10D"}


def test_a_period_is_not_blamed_for_an_expiry_that_cannot_be_read() -> None:
    found, wrong = read("soon", "3 months")
    assert found == [None, None]
    assert [problem.field for problem in wrong] == ["agreement.expires_on"]


def test_an_item_without_terms_has_no_words_for_them() -> None:
    assert words_of_terms(None) == {}
