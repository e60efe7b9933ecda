"""What waits for the staff, and the list of everything."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from calendar_service.domain.account import Account
from calendar_service.domain.item import Item, ItemKind, ItemStatus, Person, Place
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.storage.accounts import store_account
from calendar_service.storage.database import Database
from calendar_service.storage.items import find_item, store_item
from tests.builders import ADA, BEN, CLEO, NOW, make_item
from tests.web.filling import fields
from tests.web.seeing import Page, add, numbered

SignIn = Callable[[Account], FlaskClient]
LIST, WORK = "/staff/items", "/staff/work"
BOTH = {"en": Text("Meeting"), "ka": Text("შეხვედრა", made_from=0)}


def stored(database: Database, number: int) -> Item:
    with database.reading() as session:
        found = find_item(session, f"n{number}@example.org")
    assert found is not None
    return found


def token(client: FlaskClient) -> str:
    return fields(client.get("/staff/items/new"))["csrf_token"]


def test_an_empty_calendar_asks_for_nothing(signed_in_as: SignIn) -> None:
    ada = signed_in_as(ADA)
    said = [Page(ada.get(path)).text("//p[@class='empty']") for path in (WORK, LIST)]
    assert said == ["Nothing waits for you.", "No event is like this."]


def test_what_waits_is_listed_with_what_changed(
    signed_in_as: SignIn, database: Database
) -> None:
    nino = Person("Nino")
    item = numbered(make_item(texts=BOTH, focal_point=nino), 1)
    past = whole_days(date(2026, 3, 9))
    add(
        database,
        item,
        numbered(make_item(status=ItemStatus.DRAFT, texts=BOTH), 2),
        numbered(make_item(focal_point=nino, texts={"en": Text("English only")}), 3),
        numbered(make_item(span=past), 4),
    )
    changed = replace(item, revision=1, texts=BOTH | {"en": Text("Public meeting")})
    with database.transaction() as session:
        store_item(session, changed, actor="ada", seen=0, now=NOW)
    page = Page(signed_in_as(ADA).get(WORK))
    assert page.texts("//h2") == [
        "Drafts to review 1",
        "Translations that fell behind 1",
        "Without a translation 1",
    ]
    assert page.texts("//del") == ["Meeting"]
    assert page.texts("//ins") == ["Public meeting"]


@pytest.mark.parametrize("path", [WORK, LIST])
def test_lists_are_for_those_who_write(
    signed_in_as: SignIn, client: FlaskClient, path: str
) -> None:
    assert signed_in_as(CLEO).get(path).status_code == 403
    assert client.get(path).status_code == 303


def test_the_list_is_narrowed_by_its_form(
    signed_in_as: SignIn, database: Database
) -> None:
    add(
        database,
        numbered(make_item(texts={"en": Text("Border")}, place=Place("Hall")), 1),
        numbered(make_item(status=ItemStatus.DRAFT), 2),
        numbered(make_item(status=ItemStatus.DELETED), 3),
    )
    ada, ben = signed_in_as(ADA), signed_in_as(BEN)
    links = "//tbody//td[2]/a/@href"
    assert Page(ada.get(f"{LIST}?q=bord")).all(links) == ["/staff/items/n1@example.org"]
    assert Page(ada.get(f"{LIST}?status=draft")).all(links) == [
        "/staff/items/n2@example.org"
    ]
    deleted = f"{LIST}?status=deleted"
    assert Page(ben.get(deleted)).all(links) == ["/staff/items/n3@example.org"]
    assert len(Page(ada.get(deleted)).all(links)) == 2
    odd = f"{LIST}?kind=x&status=x&visibility=x&from=x&page=-3"
    assert len(Page(ada.get(odd)).all(links)) == 2


def test_many_are_tagged_and_published_at_once(
    signed_in_as: SignIn, database: Database
) -> None:
    draft = make_item(status=ItemStatus.DRAFT, published_at=None)
    add(database, numbered(draft, 1), numbered(draft, 2), numbered(draft, 3))
    ben = signed_in_as(BEN)
    data = {
        "csrf_token": token(ben),
        "uid": ["n1@example.org", "n2@example.org"],
        "new_tag": "youth",
    }
    shown = {"revision": ["0", "0"]}
    response = ben.post(f"{LIST}?status=draft", data=data | shown | {"step": "tag"})
    assert response.location == "/staff/items?status=draft&changed=2"
    assert Page(ben.get(response.location)).text("//p[@role='status']") == (
        "2 events were changed."
    )
    shown = {"revision": ["1", "1"]}
    ben.post(LIST, data=data | shown | {"step": "publish"})
    assert [
        (stored(database, n).status.value, stored(database, n).tags) for n in (1, 2, 3)
    ] == [("published", ("youth",)), ("published", ("youth",)), ("draft", ())]


def test_all_are_changed_or_none(signed_in_as: SignIn, database: Database) -> None:
    draft = make_item(status=ItemStatus.DRAFT, published_at=None)
    add(database, numbered(draft, 1), numbered(make_item(), 2))
    ada = signed_in_as(ADA)
    data = {
        "csrf_token": token(ada),
        "uid": ["n1@example.org", "n2@example.org"],
        "new_tag": "youth",
        "revision": ["0", "0"],
        "step": "tag",
    }
    assert ada.post(LIST, data=data).status_code == 403
    assert stored(database, 1).tags == ()
    assert (
        ada.post(LIST, data=data | {"uid": ["x"], "revision": ["0"]}).status_code == 404
    )
    empty = ada.post(LIST, data={"csrf_token": data["csrf_token"], "step": "tag"})
    assert empty.status_code == 422
    assert Page(empty).text("//p[@role='alert']") == (
        "Tick events first, and name the tag to give them."
    )
    none = ada.post(LIST, data={"csrf_token": data["csrf_token"], "step": "publish"})
    assert none.status_code == 422
    assert Page(none).text("//p[@role='alert']") == "Tick the drafts to publish first."


def pressed(client: FlaskClient, page: Page, **changes: object) -> Page:
    """Send the form of the ticks to where it leads, as a browser does."""
    (form,) = page.root.xpath("//form[.//input[@name='uid']]")
    data = {"csrf_token": form.fields["csrf_token"], **changes}
    return Page(client.post(form.action, data=data))


def ticked(page: Page) -> list[str]:
    return page.all("//input[@name='uid'][@checked]/@value")


@pytest.mark.parametrize(
    ("tag", "number", "more"),
    [
        ("", 2, {"step": "tag"}),
        ("youth", 0, {"step": "tag"}),
        ("", 0, {"step": "publish"}),
        ("x" * 101, 2, {"step": "tag", "revision": ["0", "0"]}),
    ],
)
def test_what_was_ticked_stays_so_where_something_was_wrong(
    signed_in_as: SignIn,
    database: Database,
    tag: str,
    number: int,
    more: dict[str, object],
) -> None:
    days = [whole_days(date(2026, 5, 1) + timedelta(days=n)) for n in range(60)]
    draft = make_item(status=ItemStatus.DRAFT)
    add(database, *(numbered(replace(draft, span=d), n) for n, d in enumerate(days)))
    ben = signed_in_as(BEN)
    page = Page(ben.get(f"{LIST}?status=draft&page=2"))
    uids = page.all("//input[@name='uid']/@value")
    assert (len(uids), ticked(page)) == (10, [])
    again = pressed(ben, page, uid=uids[:number], new_tag=tag, **more)
    assert again.response.status_code == 422
    assert again.all("//input[@name='uid']/@value") == uids
    assert ticked(again) == uids[:number]
    assert again.all("//input[@name='new_tag']/@value") == [tag]
    assert again.all("//select[@id='status']/option[@selected]/@value") == ["draft"]
    assert again.texts("//nav[@aria-label='Pages']/span") == ["2 / 2"]


def test_whoever_ticked_on_a_later_page_is_led_back_to_it(
    signed_in_as: SignIn, database: Database
) -> None:
    days = [whole_days(date(2026, 5, 1) + timedelta(days=n)) for n in range(51)]
    add(database, *(numbered(make_item(span=d), n) for n, d in enumerate(days)))
    ben = signed_in_as(BEN)
    page = Page(ben.get(f"{LIST}?kind=meeting&page=2"))
    uids = page.all("//input[@name='uid']/@value")
    told = pressed(ben, page, uid=uids, new_tag="youth", step="tag")
    back = f"{LIST}?kind=meeting&page=2"
    assert told.all("//a[.='Leave it as it is']/@href") == [back]
    shown = {"uid": uids, "revision": ["0"], "new_tag": "youth", "step": "tag"}
    done = pressed(ben, told, **shown).response
    assert done.location == f"{back}&changed=1"
    assert stored(database, 0).tags == ("youth",)


def test_a_page_beyond_the_last_is_the_last(
    signed_in_as: SignIn, database: Database
) -> None:
    days = [whole_days(date(2026, 5, 1) + timedelta(days=n)) for n in range(51)]
    add(database, *(numbered(make_item(span=d), n) for n, d in enumerate(days)))
    page = Page(signed_in_as(ADA).get(f"{LIST}?page=9"))
    assert page.all("//input[@name='uid']/@value") == ["n0@example.org"]
    assert page.text("//nav[@aria-label='Pages']/span") == "2 / 2"


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_however_long_the_list(
    signed_in_as: SignIn, database: Database, number: int
) -> None:
    add(
        database,
        *(
            replace(
                numbered(make_item(), n),
                span=whole_days(date(2026, 5, 1) + timedelta(days=n)),
            )
            for n in range(number * 51)
        ),
    )
    page = Page(signed_in_as(ADA).get(LIST))
    assert len(page.texts("//tbody/tr")) == 50
    assert page.texts("//nav[@aria-label='Pages']/span") == [
        f"1 / {-(-number * 51 // 50)}"
    ]


def test_what_waits_is_counted_whole_and_shown_as_far_as_a_page_goes(
    signed_in_as: SignIn, database: Database
) -> None:
    draft = make_item(status=ItemStatus.DRAFT, texts=BOTH)
    add(database, *(numbered(draft, number) for number in range(53)))
    page = Page(signed_in_as(ADA).get(WORK))
    assert page.texts("//h2") == ["Drafts to review 53"]
    assert len(page.texts("//section[@aria-labelledby='drafts']//li")) == 50
    assert page.texts("//section[@aria-labelledby='drafts']/p") == ["and 3 more"]


def test_who_is_limited_to_kinds_has_those_to_do_and_sees_the_others_unticked(
    signed_in_as: SignIn, database: Database
) -> None:
    draft = make_item(status=ItemStatus.DRAFT)
    film = replace(draft, kind=ItemKind.SCREENING)
    add(database, numbered(draft, 1), numbered(film, 2))
    zura = signed_in_as(replace(ADA, kinds=frozenset({ItemKind.SCREENING})))
    assert Page(zura.get(WORK)).text("//h2") == "Drafts to review 1"
    page = Page(zura.get(LIST))
    assert len(page.texts("//tbody/tr")) == 2
    assert page.all("//input[@name='uid']/@value") == ["n2@example.org"]


def test_what_was_in_the_care_of_who_is_disabled_waits(
    signed_in_as: SignIn, database: Database
) -> None:
    cared = make_item(texts=BOTH, focal_point=Person("Ben", BEN.email))
    add(database, cared)
    ada = signed_in_as(ADA)
    assert Page(ada.get(WORK)).texts("//h2") == []
    with database.transaction() as session:
        store_account(session, replace(BEN, disabled_at=NOW), NOW)
    heading = "The account of the focal point is disabled 1"
    assert Page(ada.get(WORK)).texts("//h2") == [heading]


def test_who_may_not_change_what_is_published_is_not_led_to_its_form(
    signed_in_as: SignIn, database: Database
) -> None:
    nino = Person("Nino")
    item = numbered(make_item(texts=BOTH, focal_point=nino), 1)
    draft = numbered(make_item(texts=BOTH, status=ItemStatus.DRAFT), 2)
    add(database, item, draft)
    english = {"en": Text("Public meeting")}
    with database.transaction() as session:
        for each in (item, draft):
            changed = replace(each, revision=1, texts=BOTH | english)
            store_item(session, changed, actor="ada", seen=0, now=NOW)
    links = "//section[@id='behind' or @aria-labelledby='behind']//a/@href"
    found = [
        [
            href
            for href in Page(signed_in_as(who).get(WORK)).all(links)
            if "edit" in href
        ]
        for who in (ADA, BEN)
    ]
    edit = "/staff/items/n{}@example.org/edit"
    assert found == [[edit.format(2)], [edit.format(1), edit.format(2)]]
