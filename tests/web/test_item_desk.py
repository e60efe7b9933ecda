"""The staff's page of an item: where it stands, its history, once more."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient

from calendar_service.domain.account import Account
from calendar_service.domain.item import ItemKind, ItemStatus, Person, Visibility
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.selection import Audience, Selection
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database
from calendar_service.storage.items import find_by_slug, list_items, store_item
from calendar_service.storage.outbox import add_mail
from tests.builders import ADA, BEN, CLEO, FESTIVAL_DAYS, NOW, make_item
from tests.storage.mail_values import make_mail
from tests.web.filling import DESK, EDIT, shown
from tests.web.seeing import Page, add

SignIn = Callable[[Account], FlaskClient]
EVERYTHING = Selection(audience=Audience.EDITORS)
UID = "meeting-1@example.org"


def buttons(client: FlaskClient) -> list[str]:
    return Page(client.get(DESK)).texts("//p[@class='step-buttons']/a")


def test_each_role_sees_what_it_may_do(
    signed_in_as: SignIn, database: Database
) -> None:
    add(database, make_item(focal_point=Person("Nino")))
    assert buttons(signed_in_as(BEN)) == [
        *("Change", "Move", "Cancel the event", "Make it a draft", "Delete"),
        *("Again next year", "History", "As readers see it"),
    ]
    assert buttons(signed_in_as(ADA)) == [
        *("Again next year", "History", "As readers see it"),
    ]
    assert buttons(signed_in_as(CLEO)) == ["As readers see it"]


@pytest.mark.parametrize(
    ("status", "seen"),
    [
        (ItemStatus.DRAFT, [200, 200, 404]),
        (ItemStatus.PUBLISHED, [200, 200, 200]),
        (ItemStatus.DELETED, [200, 404, 404]),
    ],
)
def test_nobody_finds_by_guessing_what_is_not_for_them(
    signed_in_as: SignIn,
    client: FlaskClient,
    database: Database,
    status: ItemStatus,
    seen: list[int],
) -> None:
    add(database, make_item(status=status, visibility=Visibility.STAFF))
    found = [signed_in_as(who).get(DESK).status_code for who in (BEN, ADA, CLEO)]
    assert found == seen
    assert client.get(DESK).status_code == 303


def test_mails_about_it_are_listed(signed_in_as: SignIn, database: Database) -> None:
    add(database, make_item())
    with database.transaction() as session:
        add_mail(session, make_mail(item_uid=UID), NOW)
    page = Page(signed_in_as(CLEO).get(DESK))
    assert page.text("//section[h2='Mails about it']//li").startswith(
        "About onewaiting · 10 March 2026, 16:00 · nino@example.org"
    )


def test_history_names_who_changed_which_words(
    signed_in_as: SignIn, database: Database
) -> None:
    add(database, make_item(texts={"en": Text("Small meeting")}))
    ben = signed_in_as(BEN)
    changed = {"texts.en.title": "Large meeting", "when": "1 June 2026", "step": "save"}
    ben.post(EDIT, data=shown(ben, EDIT) | changed)
    page = Page(signed_in_as(ADA).get(f"{DESK}/history"))
    assert page.texts("//li/h2/span") == ["ben@example.org", "ada"]
    assert page.texts("//dt") == ["When", "Title (English)"]
    assert page.texts("//dd//del") == ["14 May", "Small"]
    assert page.texts("//dd//ins") == ["1 June", "Large"]
    assert page.texts("//ol//a") == []
    assert signed_in_as(CLEO).get(f"{DESK}/history").status_code == 403


def test_history_comes_in_pages(signed_in_as: SignIn, database: Database) -> None:
    add(database, make_item())
    ben = signed_in_as(BEN)
    for number in range(21):
        form = shown(ben, EDIT) | {"texts.en.title": f"No. {number}", "step": "save"}
        ben.post(EDIT, data=form)
    page = Page(ben.get(f"{DESK}/history"))
    assert len(page.texts("//ol/li")) == 20
    (earlier,) = page.all("//a[.='Earlier changes']/@href")
    assert len(Page(ben.get(earlier)).texts("//ol/li")) == 2


def test_a_festival_comes_again_on_the_same_weekdays(
    signed_in_as: SignIn, database: Database
) -> None:
    add(
        database,
        make_item(
            span=whole_days(FESTIVAL_DAYS[0]),
            recurrence=Recurrence(dates=FESTIVAL_DAYS),
        ),
    )
    ada = signed_in_as(ADA)
    page = Page(ada.get(f"{DESK}/again"))
    assert page.texts("//label[@class='version']") == [
        "The weekday11, 12, 14 and 15 December 2026",
        "The date14, 15, 17 and 18 December 2026",
    ]
    form = shown(ada, f"{DESK}/again")
    response = ada.post(f"{DESK}/again", data=form | {"step": "copy"})
    with database.reading() as session:
        copy = find_by_slug(session, "coordination-meeting-2")
    assert copy is not None
    assert response.location == f"/staff/items/{copy.uid}/edit"
    assert (copy.status, copy.published_at) == (ItemStatus.DRAFT, None)
    assert copy.span == whole_days(date(2026, 12, 11))


def test_another_year_is_shown_first(signed_in_as: SignIn, database: Database) -> None:
    add(database, make_item())
    ada = signed_in_as(ADA)
    form = shown(ada, f"{DESK}/again") | {"year": "2030", "step": "show"}
    response = ada.post(f"{DESK}/again", data=form)
    assert Page(ada.get(response.location)).texts("//label[@class='version']") == [
        "The weekday16 May 2030",
        "The date14 May 2030",
    ]
    assert (
        ada.post(f"{DESK}/again", data=form | {"step": "copy", "by": "x"}).status_code
        == 404
    )


@pytest.mark.parametrize("year", ["99999", "2201", "2026", "1", "soon", "٢٠٣٠"])
def test_a_year_that_there_is_not_is_refused(
    signed_in_as: SignIn, database: Database, year: str
) -> None:
    add(database, make_item())
    ada = signed_in_as(ADA)
    form = shown(ada, f"{DESK}/again") | {"year": year, "step": "copy"}
    answers = [
        ada.post(f"{DESK}/again", data=form),
        ada.get(f"{DESK}/again", query_string={"year": year}),
    ]
    for answer in answers:
        page = Page(answer)
        assert answer.status_code == 422
        assert page.text("//*[@id='year-wrong']") == "Write a year from 2027 to 2200."
        assert page.all("//input[@name='year']/@value") == [year]
        assert page.all("//button[@name='step']/@value") == ["show"]
    with database.reading() as session:
        assert len(list_items(session, EVERYTHING)) == 1


def test_who_is_limited_to_other_kinds_reads_and_is_told_why_there_are_no_buttons(
    signed_in_as: SignIn, database: Database
) -> None:
    add(database, make_item())
    zura = signed_in_as(replace(BEN, kinds=frozenset({ItemKind.SCREENING})))
    assert buttons(zura) == ["History", "As readers see it"]
    said = "You can read this one. Your account changes events of these kinds:"
    assert Page(zura.get(DESK)).texts("//main/p[@class='quiet']") == [
        f"{said} Screening."
    ]
    for path in ("/move", "/cancel", "/again", "/edit"):
        refused = zura.get(DESK + path)
        assert refused.status_code == 403
        # Whoever is refused is still signed in.
        assert Page(refused).all("//header//a[@href='/login']") == []


def test_an_earlier_state_of_another_kind_has_no_button_to_bring_it_back(
    signed_in_as: SignIn, database: Database
) -> None:
    (item,) = add(database, make_item())
    film = replace(item, kind=ItemKind.SCREENING, revision=1)
    with database.transaction() as session:
        store_item(session, film, actor="ada", seen=0, now=NOW)
    films = frozenset({ItemKind.SCREENING})
    restores = "//a[normalize-space()='Restore']"
    found = [
        len(Page(signed_in_as(who).get(f"{DESK}/history")).texts(restores))
        for who in (BEN, replace(BEN, email="zura@example.org", kinds=films))
    ]
    assert found == [1, 0]
