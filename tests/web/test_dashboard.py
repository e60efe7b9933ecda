"""The first page of the staff: what waits, what ends, what comes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from calendar_service.config import Settings
from calendar_service.domain.account import Account
from calendar_service.domain.agreement import Agreement, Period
from calendar_service.domain.item import Item, ItemKind, ItemStatus, Person, Visibility
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database
from calendar_service.storage.heartbeats import record_beat
from calendar_service.storage.items import store_item
from calendar_service.storage.outbox import add_mail, claim_next, mark_failed
from tests.builders import ADA, BEN, CLEO, DORA, NOW, make_item
from tests.fakes import StillClock
from tests.services.planner import Planner
from tests.storage.mail_values import make_mail
from tests.web.seeing import Page, add, numbered

SignIn = Callable[[Account], FlaskClient]
NINO = Account(email="nino@example.org", name="Nino")
BOTH = {"en": Text("Meeting"), "ka": Text("შეხვედრა", made_from=0)}
CALM = {"texts": BOTH, "focal_point": Person("Nino")}
LATER = whole_days(date(2026, 12, 1))
SOON = whole_days(date(2026, 3, 20))
LACKING = ["Without a translation 1", "Without a focal point 1"]
WAITS = "//section[@aria-labelledby='waiting']"
ENDING = "//section[@aria-labelledby='ending']"
MAILS = "//section[@aria-labelledby='mails']"
COMING = "//section[@aria-labelledby='coming']"


def draft(number: int, **changes: object) -> Item:
    item = make_item(status=ItemStatus.DRAFT, published_at=None, **changes)
    return numbered(item, number)


def term(number: int, **terms: object) -> Item:
    made = make_item(
        kind=ItemKind.AGREEMENT,
        span=whole_days(date(2025, 1, 1)),
        agreement=replace(Agreement(), **terms),  # type: ignore[arg-type]  # the caller names the field
        **CALM,
    )
    return numbered(made, number)


def look(signed_in_as: SignIn, who: Account, query: str = "") -> Page:
    return Page(signed_in_as(who).get(f"/staff/{query}"))


@pytest.mark.parametrize("who", [CLEO, ADA, BEN])
def test_where_nothing_waits_the_page_says_so(
    signed_in_as: SignIn, who: Account
) -> None:
    page = look(signed_in_as, who)
    assert page.texts(f"{WAITS}//p") == ["Nothing waits for you."]
    assert page.texts(f"{ENDING}/p[@class='quiet']") == [
        "No expiry and no notice deadline within 90 days."
    ]
    assert page.texts(f"{COMING}/p") == ["Nothing is planned until 24 March 2026."]
    assert page.texts(f"{MAILS}/h3") == (["Mails"] if who is BEN else [])
    assert page.response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("who", "headings"),
    [
        (
            BEN,
            [
                "Drafts to review 2",
                "Without a translation 1",
                "Without a focal point 1",
            ],
        ),
        (ADA, ["Your drafts 1", "Without a translation 1", "Without a focal point 1"]),
        (CLEO, []),
    ],
)
def test_each_sees_what_waits_for_the_own_role(
    signed_in_as: SignIn, database: Database, who: Account, headings: list[str]
) -> None:
    add(database, draft(1), numbered(make_item(), 2))
    with database.transaction() as session:
        from_ada = draft(3)
        store_item(session, from_ada, actor=ADA.email, seen=None, now=NOW)
    page = look(signed_in_as, who)
    assert page.texts(f"{WAITS}//h3") == headings
    links = page.all("//section[@aria-labelledby='drafts']//li/a/@href")
    own = {BEN: [1, 3], ADA: [3], CLEO: []}[who]
    assert links == [f"/staff/items/n{n}@example.org" for n in own]


def test_of_many_the_nearest_stand_there_and_a_link_leads_to_all(
    signed_in_as: SignIn, database: Database
) -> None:
    add(database, *(draft(n) for n in range(1, 6)))
    page = look(signed_in_as, BEN, "?lang=ka")
    card = "//section[@aria-labelledby='drafts']"
    assert page.text(f"{card}/h3") == "გადასახედი მონახაზები 5"
    assert len(page.all(f"{card}//li")) == 3
    assert page.all(f"{card}/p/a/@href") == ["/staff/work?lang=ka#drafts"]


def test_an_answer_that_is_owed_is_one_step_away(
    signed_in_as: SignIn, database: Database, settings: Settings, clock: StillClock
) -> None:
    with database.transaction() as session:
        planner = Planner(session, settings)
        planner.add(
            kind=ItemKind.AGREEMENT,
            span=whole_days(date(2020, 1, 1)),
            texts={"en": Text("Memorandum")},
            focal_point=Person("Nino", NINO.email),
            agreement=Agreement(expires=whole_days(date(2026, 9, 1))),
        )
        planner.queue(NOW)
        planner.send(NOW)
    nino = signed_in_as(NINO)
    page = Page(nino.get("/staff/"))
    assert page.text("//section[@aria-labelledby='owed']/h3") == (
        "Your answer is asked for 1"
    )
    (row,) = page.texts("//section[@aria-labelledby='owed']//li/span")
    assert row == (
        "Memorandum 180 days before the expiry · asked on 10 March 2026, 16:00"
    )
    (url,) = page.all("//section[@aria-labelledby='owed']//a[.='Answer']/@href")
    path = url.removeprefix("http://calendar.example.org")
    answering = Page(nino.get(path))
    assert answering.response.status_code == 200
    assert "Memorandum" in answering.text("//main")
    assert look(signed_in_as, CLEO).texts("//h3[@id='owed']") == []


def test_what_ends_soon_stands_there_the_nearest_date_first(
    signed_in_as: SignIn, database: Database
) -> None:
    add(
        database,
        term(1, expires=whole_days(date(2026, 5, 1))),
        term(2, expires=whole_days(date(2027, 1, 1)), notice_period=Period(months=9)),
        term(3, expires=whole_month(2026, 3)),
        term(4, expires=whole_days(date(2026, 6, 8))),
        term(5, expires=whole_days(date(2026, 6, 9))),
        term(6, expires=whole_days(date(2026, 4, 1)), renewed_by="n1@example.org"),
        term(7, expires=whole_days(date(2026, 3, 9))),
        term(
            8,
            expires=whole_days(date(2026, 12, 1)),
            notice_deadline_on=date(2026, 3, 9),
        ),
    )
    page = look(signed_in_as, CLEO)
    assert page.text(f"{ENDING}/h3") == "Agreements that end soon 4"
    assert page.all(f"{ENDING}//li/a/@href") == [
        f"/staff/agreements/n{n}" for n in (3, 2, 1)
    ]
    assert page.texts(f"{ENDING}//li/p") == [
        "Expires: March 2026",
        "Notice by: 1 April 2026 · Expires: 1 January 2027",
        "Expires: 1 May 2026",
    ]


def test_the_mails_tell_how_they_do(signed_in_as: SignIn, database: Database) -> None:
    told = f"{MAILS}//dd"
    assert look(signed_in_as, BEN).texts(told) == [
        *("never stands still", "nothing in the next hours", "none", "none")
    ]
    long_ago = NOW - timedelta(hours=2)
    with database.transaction() as session:
        record_beat(session, "scheduler", NOW - timedelta(minutes=1))
        for key in "ab":
            add_mail(session, make_mail(key), long_ago)
        failing = claim_next(session, "w", NOW)
        assert failing is not None
        mark_failed(session, failing.id, "w", "no such user")
    page = look(signed_in_as, DORA)
    assert page.texts(told) == [
        "10 March 2026, 15:59",
        "nothing in the next hours",
        "1 mail, the oldest since 10 March 2026, 14:00 too long",
        "1 mail",
    ]
    assert page.all(f"{MAILS}//a/@href") == [
        *("/staff/outbox?state=failed", "/staff/outbox", "/staff/health")
    ]


def test_two_weeks_are_in_sight_drafts_and_news_left_out(
    signed_in_as: SignIn, database: Database
) -> None:
    add(
        database,
        numbered(make_item(span=SOON), 1),
        numbered(make_item(span=SOON, visibility=Visibility.STAFF), 2),
        draft(3, span=SOON),
        numbered(make_item(span=whole_days(date(2026, 3, 24))), 4),
        numbered(make_item(span=whole_days(date(2026, 3, 25))), 5),
        numbered(make_item(span=SOON, kind=ItemKind.NEWS), 6),
    )
    page = look(signed_in_as, CLEO)
    assert page.all(f"{COMING}//li/div//a/@href") == [f"/items/n{n}" for n in (1, 2, 4)]
    assert page.texts(f"{COMING}//li[2]//span[contains(@class, 'chip-quiet')]") == [
        "Staff only"
    ]


def test_of_a_full_fortnight_whole_days_are_shown_and_the_agenda_has_the_rest(
    signed_in_as: SignIn, database: Database
) -> None:
    days = [date(2026, 3, 11 + n // 20) for n in range(60)]
    items = [make_item(span=whole_days(day)) for day in days]
    add(database, *(numbered(item, n) for n, item in enumerate(items)))
    page = look(signed_in_as, CLEO)
    assert len(page.all(f"{COMING}//li")) == 40
    assert page.all(f"{COMING}/p/a/@href") == ["/agenda"]


def test_one_item_of_each_and_three_take_as_many_queries(
    app: Flask, signed_in_as: SignIn, database: Database
) -> None:
    asked: list[str] = []
    engine = app.extensions["calendar"].database.engine
    event.listen(engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    ben, numbers = signed_in_as(BEN), []
    for start in (0, 10, 20):
        add(
            database,
            draft(start + 1),
            numbered(make_item(span=SOON), start + 2),
            term(start + 3, expires=whole_days(date(2026, 5, 1))),
        )
        asked.clear()
        assert ben.get("/staff/").status_code == 200
        numbers.append(len(asked))
    assert len(set(numbers)) == 1
