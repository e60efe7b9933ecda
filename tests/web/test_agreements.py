"""The register in pages: what is shown to whom, renewed and ended by whom."""

from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from calendar_service.domain.account import Account
from calendar_service.domain.item import ItemStatus
from calendar_service.domain.mail import MailMessage
from calendar_service.storage.agreements import find_agreement
from calendar_service.storage.database import Database
from calendar_service.storage.outbox import OutboxMail, add_mail
from tests.builders import ADA, BEN, CLEO, NOW, make_item
from tests.paper.reading import text_of
from tests.web.register import MOU, OLD, REGISTER, SignedIn, named, send, token
from tests.web.seeing import Page, add


@pytest.fixture
def stored(database: Database) -> Database:
    add(database, MOU, OLD)
    return database


def test_what_runs_is_listed_with_its_days_and_drawn(
    stored: Database, signed_in_as: SignedIn
) -> None:
    page = Page(signed_in_as(CLEO).get(REGISTER))
    assert named(page) == ["Memorandum with the City"]
    assert page.texts("//table//tbody//td") == [
        *("296 days", "–", "1 January 2025", "–", "31 December 2026", "Nino")
    ]
    assert page.texts("//*[@role='img']/*[name()='desc']") == [
        "From: 1 January 2025; Expires: 31 December 2026"
    ]
    assert page.texts("//nav[@aria-label='Status']//a") == [
        *("Current 1", "In force 1", "Expired 1", "All 2")
    ]


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("?status=all", ["=Old grant", "Memorandum with the City"]),
        ("?status=expired", ["=Old grant"]),
        ("?status=all&type=Grant", ["=Old grant"]),
        ("?party=City", ["Memorandum with the City"]),
        ("?within=296", ["Memorandum with the City"]),
        ("?within=295", []),
        ("?q=nothing", []),
    ],
)
def test_filters_choose(
    stored: Database, signed_in_as: SignedIn, asked: str, titles: list[str]
) -> None:
    assert named(Page(signed_in_as(CLEO).get(REGISTER + asked))) == titles


def test_an_empty_register_says_so(signed_in_as: SignedIn) -> None:
    page = Page(signed_in_as(CLEO).get(REGISTER))
    assert page.text("//p[@class='empty-title']") == "No agreement is in force."


def test_an_agreement_of_the_staff_is_none_of_the_publics(
    stored: Database, client: FlaskClient
) -> None:
    files = [f"{REGISTER}.{ending}" for ending in ("csv", "xlsx", "pdf")]
    for path in (REGISTER, *files, f"{REGISTER}/mou"):
        response = client.get(path)
        assert (response.status_code, "Memorandum" in response.text) == (303, False)


def test_the_files_hold_what_the_list_shows(
    stored: Database, signed_in_as: SignedIn
) -> None:
    client = signed_in_as(CLEO)
    written = client.get(f"{REGISTER}.csv?status=all")
    first = [line.split(",")[0] for line in written.text.splitlines()]
    assert first == ["\ufeffTitle", "'=Old grant", "Memorandum with the City"]
    assert written.headers["Content-Disposition"] == (
        'attachment; filename="agreements-2026-03-10.csv"'
    )
    assert written.headers["Cache-Control"] == "private, no-store"
    paper = client.get(f"{REGISTER}.pdf?status=all")
    text = text_of(paper.data)
    term = "From: 1 January 2025; Expires: 31 December 2026"
    for said in ("2 agreements", "=Old grant", "296 days", "Along time", term):
        assert said in text
    assert paper.headers["Cache-Control"] == "private, no-store"
    book = client.get(f"{REGISTER}.xlsx")
    assert (book.data[:2], book.content_type.rpartition(".")[2]) == (b"PK", "sheet")


def test_a_draft_is_seen_by_who_drafts(
    database: Database, signed_in_as: SignedIn
) -> None:
    add(database, replace(MOU, status=ItemStatus.DRAFT, published_at=None))
    seen = {
        who.email: signed_in_as(who).get(f"{REGISTER}/mou").status_code
        for who in (ADA, CLEO)
    }
    assert seen == {"ada@example.org": 200, "cleo@example.org": 404}


def test_what_is_no_agreement_is_not_in_the_register(
    database: Database, signed_in_as: SignedIn
) -> None:
    add(database, make_item())
    client = signed_in_as(CLEO)
    assert client.get(f"{REGISTER}/coordination-meeting").status_code == 404
    assert client.get(f"{REGISTER}/none").status_code == 404


def test_a_publisher_renews_and_sees_the_chain(
    stored: Database, signed_in_as: SignedIn
) -> None:
    client = signed_in_as(BEN)
    response = send(client, "renew", months="24", signed="2026-03-01")
    assert response.status_code == 303
    page = Page(client.get(response.location))
    assert page.texts("//*[@role='status']")[0].startswith("This is the new term.")
    assert page.texts("//dl[1]/dd")[:4] == [
        *("1 March 2026", "1 January 2027", "–", "31 December 2028")
    ]
    rows = page.texts("//*[@class='strip-row'][not(@aria-hidden)]/span")
    assert [row.split("From")[0] for row in rows] == [
        "Term 1 In force, renewed",
        "Term 2 Not yet in force",
    ]
    before = Page(client.get(f"{REGISTER}/mou"))
    assert before.all("//form[contains(@action, 'renew')]/@action") == []


def test_a_publisher_ends_a_term(stored: Database, signed_in_as: SignedIn) -> None:
    client = signed_in_as(BEN)
    assert send(client, "end", on="2026-06-30").status_code == 303
    with stored.reading() as session:
        ended = find_agreement(session, "mou")
    assert ended is not None
    assert ended.agreement is not None
    assert ended.agreement.ended_on == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("act", "fields", "said"),
    [
        ("renew", {}, "Give either the last day or the number of months."),
        (
            "renew",
            {"until": "2028-02-30"},
            "“2028-02-30” does not exist. Write it like 31 October 2028.",
        ),
        (
            "renew",
            {"until": "2020"},
            "The new term begins on 1 January 2027: its end lies before.",
        ),
    ],
)
def test_a_form_that_does_not_fit_comes_back_as_it_was_filled_in(
    stored: Database,
    signed_in_as: SignedIn,
    act: str,
    fields: dict[str, str],
    said: str,
) -> None:
    response = send(signed_in_as(BEN), act, signed="2026-03-01", **fields)
    page = Page(response)
    assert (response.status_code, page.text("//*[@role='alert']")) == (422, said)
    assert page.all("//input[@name='signed']/@value") == ["2026-03-01"]
    assert page.all("//input[@name='until']/@value") == [fields.get("until", "")]


def test_the_second_of_two_is_told_and_nothing_is_done(
    stored: Database, signed_in_as: SignedIn
) -> None:
    client = signed_in_as(BEN)
    response = send(client, "end", on="2026-06-30", revision="7")
    assert response.status_code == 409
    with stored.reading() as session:
        item = find_agreement(session, "mou")
    assert item is not None
    assert item.revision == 0


@pytest.mark.parametrize("who", [ADA, CLEO])
@pytest.mark.parametrize("act", ["renew", "end"])
def test_nobody_else_decides(
    stored: Database, signed_in_as: SignedIn, who: Account, act: str
) -> None:
    client = signed_in_as(who)
    forms = Page(client.get(f"{REGISTER}/mou")).all("//main//form/@action")
    assert [form for form in forms if form.endswith(("/renew", "/end"))] == []
    fields = {"csrf_token": token(client), "months": "12", "on": "2026-06-30"}
    response = client.post(f"{REGISTER}/mou/{act}", data={**fields, "revision": "0"})
    assert response.status_code == 403


def test_who_was_asked_is_named_and_others_only_hinted_at(
    stored: Database, signed_in_as: SignedIn
) -> None:
    with stored.transaction() as session:
        for to in ("nino@example.org", "head@example.org"):
            mail = MailMessage(key=to, to=to, subject="Soon", text="x", html="x")
            queued = OutboxMail(message=mail, item_uid=MOU.uid, why="", planned_at=NOW)
            add_mail(session, queued, NOW)
    page = Page(signed_in_as(CLEO).get(f"{REGISTER}/mou"))
    assert page.texts("//section[@aria-labelledby='asked']//strong") == [
        *("h…@example.org", "Nino")
    ]
    assert "head@example.org" not in page.response.text


def test_the_register_asks_as_often_for_one_agreement_as_for_three(
    database: Database, signed_in_as: SignedIn
) -> None:
    client = signed_in_as(CLEO)

    def questions() -> int:
        asked: list[str] = []
        engine = client.application.extensions["calendar"].database.engine
        event.listen(engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
        assert client.get(REGISTER).status_code == 200
        return len(asked)

    add(database, MOU)
    one = questions()
    add(database, *(replace(MOU, uid=f"{n}@x.org", slug=f"m{n}") for n in (1, 2)))
    assert questions() == one <= 9


def test_steps_are_shown_and_noted_by_who_may(
    stored: Database, signed_in_as: SignedIn
) -> None:
    reader = Page(signed_in_as(CLEO).get(f"{REGISTER}/mou"))
    plan = "//section[@aria-labelledby='plan']"
    assert reader.texts(f"{plan}//li/span/strong") == [
        *("Review", "Draft", "Legal check", "Signature")
    ]
    assert reader.all(f"{plan}//form/@action") == []
    client = signed_in_as(ADA)
    fields = {"csrf_token": token(client), "step": "review", "person": "Nino"}
    response = client.post(f"{REGISTER}/mou/plan", data={**fields, "act": "done"})
    assert (response.status_code, response.location) == (
        303,
        "/staff/agreements/mou#plan",
    )
    page = Page(client.get(f"{REGISTER}/mou"))
    assert page.texts(f"{plan}//li[1]//span[contains(@class, 'chip')]") == ["Done"]
    assert page.all(f"{plan}//li[1]//input[@name='person']/@value") == ["Nino"]
    listed = page_of_register(client)
    assert "Next: Draft, 2 October 2026" in listed


def page_of_register(client: FlaskClient) -> list[str]:
    return Page(client.get(REGISTER)).texts("//*[@class='register-facts']")


def test_a_step_that_is_not_there_or_does_not_fit_is_refused(
    stored: Database, signed_in_as: SignedIn
) -> None:
    client = signed_in_as(ADA)
    fields = {"csrf_token": token(client), "step": "x"}
    assert client.post(f"{REGISTER}/mou/plan", data=fields).status_code == 404
    long = fields | {"step": "review", "person": "n" * 201}
    assert client.post(f"{REGISTER}/mou/plan", data=long).status_code == 422
    reader = signed_in_as(CLEO)
    fields = {"csrf_token": token(reader), "step": "review", "act": "done"}
    assert reader.post(f"{REGISTER}/mou/plan", data=fields).status_code == 403
