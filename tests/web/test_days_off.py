"""The days off of the office: listed beside holidays, set, changed, lifted."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR, Account
from calendar_service.domain.georgia import GEORGIAN_HOLIDAYS
from calendar_service.domain.workdays import DayOff
from calendar_service.services.days_off_editing import Days, set_days_off
from calendar_service.services.editing import add_item
from calendar_service.services.reminding import ensure_default_rules
from calendar_service.storage.database import Database
from calendar_service.storage.days_off import list_days_off
from tests.builders import BEN, DORA, NOW, make_draft, timed
from tests.web.seeing import Page

SignIn = Callable[[Account], FlaskClient]
LIST, NEW = "/staff/days-off", "/staff/new-days-off"
MEETING = date(2026, 3, 30)  # a Monday
REMINDED = date(2026, 3, 23)
ONE = f"{LIST}/{REMINDED}"
SHIFTS = "//section[@aria-labelledby='shifts']"
MOVED = (
    "Coordination meeting · 7 days before the start",
    "23 March 2026, 09:00 → 24 March 2026, 09:00 · 1 mail",
)


@pytest.fixture(autouse=True)
def meeting(database: Database, settings: Settings) -> None:
    draft = make_draft(span=timed(f"{MEETING}T15:00"))
    with database.transaction() as session:
        ensure_default_rules(session)
        add_item(session, OPERATOR, draft, NOW, settings.uid_domain)


@pytest.fixture
def admin(signed_in_as: SignIn) -> FlaskClient:
    return signed_in_as(DORA)


def put(database: Database, why: str = "Resolution 7") -> None:
    days = Days(REMINDED, REMINDED)
    with database.transaction() as session:
        set_days_off(session, OPERATOR, days, why, NOW)


def stored(database: Database) -> list[DayOff]:
    with database.reading() as session:
        return list_days_off(session)


def form_of(client: FlaskClient, path: str) -> dict[str, str]:
    form = Page(client.get(path)).root.xpath("//main//form")[-1]
    return dict(form.form_values())


def send(client: FlaskClient, path: str, step: str, **changes: str) -> TestResponse:
    """Send the form of a page, with changes."""
    return client.post(path, data=form_of(client, path) | changes | {"step": step})


def test_a_year_has_its_holidays_and_the_days_of_the_office(
    signed_in_as: SignIn, database: Database
) -> None:
    put(database)
    page = Page(signed_in_as(BEN).get(LIST))
    rows = page.texts("//main//ul[contains(@class, 'off-days')]/li")
    assert rows[0] == "Thu, 1 January New Year's Day public holiday"
    assert "Mon, 23 March Resolution 7" in rows
    named = GEORGIAN_HOLIDAYS.of_year(2026, "en")
    assert len(rows) == len(named) + 1
    assert page.all("//main//ul[contains(@class, 'off-days')]//a/@href") == [ONE]
    assert len(page.all("//main//li[@class='quiet']")) == len(named)
    assert page.texts("//main//a[.='New day off']") == []


def test_years_lead_to_their_neighbours_as_far_as_days_are_accepted(
    admin: FlaskClient,
) -> None:
    def steps(query: str) -> list[str]:
        return Page(admin.get(f"{LIST}{query}")).all("//a[@class='step']/@href")

    assert steps("") == [f"{LIST}?year=2025", f"{LIST}?year=2027"]
    assert steps("?year=1") == [f"{LIST}?year=1901"]
    assert steps("?year=9999") == [f"{LIST}?year=2199"]
    assert steps("?year=x") == steps("")


@pytest.mark.parametrize(
    "day", ["1900-01-01", "1990-12-31", "2101-01-01", "2200-12-31"]
)
def test_a_day_beyond_the_holidays_that_are_known_is_set_and_seen(
    admin: FlaskClient, database: Database, day: str
) -> None:
    answer = send(admin, NEW, "save", first=day, why="Decree")
    assert answer.location == f"{LIST}?year={day[:4]}&done=set"
    assert stored(database) == [DayOff(date.fromisoformat(day), "Decree")]
    page = Page(admin.get(answer.location))
    assert page.text("//h1") == f"Days off {day[:4]}"
    rows = "//main//ul[contains(@class, 'off-days')]/li"
    assert page.all(f"{rows}//a/@href") == [f"{LIST}/{day}"]
    assert Page(admin.get(f"{LIST}/{day}")).text("//h1").endswith(day[:4])


def test_a_year_without_any_day_off_says_so_alone(admin: FlaskClient) -> None:
    page = Page(admin.get(f"{LIST}?year=2150"))
    assert page.texts("//main//ul[contains(@class, 'off-days')]") == []
    assert page.text("//main//p[contains(@class, 'form-note')]") == (
        "The office has added no day off in this year."
    )


def test_what_would_shift_is_told_before_anything_is_saved(
    admin: FlaskClient, database: Database
) -> None:
    page = Page(send(admin, NEW, "show", first=str(REMINDED)))
    assert page.text(f"{SHIFTS}/p") == "1 mail goes out at another time."
    assert page.texts(f"{SHIFTS}//li/p") == list(MOVED)
    assert page.all("//input[@name='first']/@value") == [str(REMINDED)]
    assert stored(database) == []
    calm = Page(send(admin, NEW, "show", first="2026-03-25"))
    assert calm.text(f"{SHIFTS}/p") == "No planned mail goes out at another time."


def test_days_that_are_off_anyway_are_named(admin: FlaskClient) -> None:
    page = Page(send(admin, NEW, "show", first="2026-05-26"))
    assert page.text("//p[contains(., 'Off anyway')]") == (
        "Off anyway: 26 May, Independence Day"
    )
    far = Page(send(admin, NEW, "show", first="2028-05-25"))
    assert "for 400 days" in far.text(f"{SHIFTS}/p")


def test_days_are_set_and_move_mails(admin: FlaskClient, database: Database) -> None:
    last = REMINDED + timedelta(days=1)
    fields = {"first": str(REMINDED), "last": str(last), "why": "  Resolution\t7 "}
    answer = send(admin, NEW, "save", **fields)
    assert (answer.status_code, answer.location) == (303, f"{LIST}?year=2026&done=set")
    reason = "Resolution 7"
    assert stored(database) == [DayOff(REMINDED, reason), DayOff(last, reason)]
    assert "planned by it" in Page(admin.get(answer.location)).text("//p[@role]")
    ladder = Page(admin.get("/staff/rules/default-meeting"))
    assert ladder.texts("//section[@aria-labelledby='dates']//li/p[1]")[0] == (
        "25 March 2026, 09:00 · 7 days before the start"
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Write a day such as 2027-05-01."),
        ({"first": "tomorrow"}, "Write a day such as 2027-05-01."),
        ({"first": "2026-02-30"}, "Write a day such as 2027-05-01."),
        (
            {"first": "2026-03-02", "last": "2026-03-01"},
            "The last day lies before the first.",
        ),
        (
            {"first": "2026-03-02", "last": "2027-03-03"},
            "At most 366 days at once.",
        ),
        (
            {"first": "2026-03-02", "why": "x" * 201},
            "This is 201 characters long; at most 200 are accepted.",
        ),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(
    admin: FlaskClient, database: Database, fields: dict[str, str], said: str
) -> None:
    answer = send(admin, NEW, "save", **fields)
    page = Page(answer)
    assert (answer.status_code, page.texts("//p[@class='wrong']")) == (422, [said])
    assert stored(database) == []


@pytest.mark.parametrize(
    ("first", "last", "marked"),
    [
        ("", "", ["first"]),
        ("soon", "", ["first"]),
        ("2026-03-02", "later", ["last"]),
        ("soon", "2026-03-02", ["first"]),
        ("soon", "later", ["first", "last"]),
        ("", "later", ["first", "last"]),
        ("1899-12-31", "2201-01-01", ["first", "last"]),
    ],
)
def test_every_day_that_cannot_be_read_is_marked(
    admin: FlaskClient, first: str, last: str, marked: list[str]
) -> None:
    page = Page(send(admin, NEW, "save", first=first, last=last))
    assert page.all("//input[@aria-invalid]/@name") == marked
    said = ["Write a day such as 2027-05-01."] * len(marked)
    assert page.texts("//p[@class='wrong']") == said


def test_days_that_are_off_already_are_shown_before_they_get_another_reason(
    admin: FlaskClient, database: Database
) -> None:
    put(database)
    fields = {"first": str(REMINDED), "why": "Another"}
    answer = send(admin, NEW, "save", **fields)
    page = Page(answer)
    assert answer.status_code == 409
    assert page.texts("//section[@aria-labelledby='known']//li") == [
        "Mon, 23 March Resolution 7"
    ]
    assert stored(database) == [DayOff(REMINDED, "Resolution 7")]
    form = dict(page.root.xpath("//main//form")[-1].form_values())
    assert admin.post(NEW, data=form | {"step": "save"}).status_code == 303
    assert stored(database) == [DayOff(REMINDED, "Another")]


def test_a_day_tells_what_would_shift_without_it(
    signed_in_as: SignIn, database: Database
) -> None:
    put(database)
    page = Page(signed_in_as(BEN).get(ONE))
    assert page.text("//h1") == "Monday, 23 March 2026"
    assert page.text(f"{SHIFTS}/p") == (
        "Without this day off, 1 mail goes out at another time."
    )
    assert page.texts("//main//form") == []


def test_a_day_gets_another_reason_or_none(
    admin: FlaskClient, database: Database
) -> None:
    put(database)
    for why in ("Decree", ""):
        answer = send(admin, ONE, "save", why=why)
        assert answer.location == f"{LIST}?year=2026&done=set"
        assert stored(database) == [DayOff(REMINDED, why)]
    assert send(admin, ONE, "save", why="x" * 201).status_code == 422


def test_a_day_is_made_one_like_others(admin: FlaskClient, database: Database) -> None:
    put(database)
    answer = send(admin, ONE, "remove")
    assert answer.location == f"{LIST}?year=2026&done=lifted"
    assert stored(database) == []
    assert admin.get(ONE).status_code == 404


@pytest.mark.parametrize("step", ["save", "remove"])
def test_two_change_a_day_and_the_second_is_told(
    admin: FlaskClient, database: Database, step: str
) -> None:
    put(database)
    seen = form_of(admin, ONE)
    put(database, "Decree")
    answer = admin.post(ONE, data=seen | {"why": "Mine", "step": step})
    assert answer.status_code == 409
    assert "Now it says: Decree" in Page(answer).text("//p[@role='alert']")
    assert stored(database) == [DayOff(REMINDED, "Decree")]


@pytest.mark.parametrize("day", ["2026-05-26", "2026-02-30", "x", "2026-3-23"])
def test_a_day_that_the_office_did_not_add_is_not_found(
    admin: FlaskClient, day: str
) -> None:
    assert admin.get(f"{LIST}/{day}").status_code == 404
