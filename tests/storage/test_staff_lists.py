from dataclasses import replace
from datetime import date

import pytest

from calendar_service.domain.item import ItemStatus, Visibility
from calendar_service.domain.selection import Audience, Selection
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Session
from calendar_service.storage.items import store_item
from calendar_service.storage.staff_lists import StaffChoice, list_page, source_texts
from tests.builders import NOW, make_item
from tests.web.seeing import numbered

ALL = Selection(audience=Audience.EDITORS)


@pytest.fixture(autouse=True)
def items(session: Session) -> None:
    made = [
        make_item(texts={"en": Text("Border 100%"), "ka": Text("საზღვარი")}),
        make_item(status=ItemStatus.DRAFT, tags=("youth",)),
        make_item(
            visibility=Visibility.STAFF, texts={"en": Text("Österreich: Встреча")}
        ),
        make_item(status=ItemStatus.DELETED),
    ]
    for number, item in enumerate(made, 1):
        day = whole_days(date(2026, 5, number))
        stored = replace(numbered(item, number), span=day)
        store_item(session, stored, actor="ada", seen=None, now=NOW)


def found(session: Session, choice: StaffChoice) -> list[str]:
    items, total = list_page(session, choice, 50, 0)
    assert total == len(items)
    return [item.slug for item in items]


def test_all_but_what_is_deleted_is_listed_the_latest_day_first(
    session: Session,
) -> None:
    assert found(session, StaffChoice(selection=ALL)) == ["n3", "n2", "n1"]


@pytest.mark.parametrize(
    ("choice", "slugs"),
    [
        (StaffChoice(selection=ALL, status=ItemStatus.DRAFT), ["n2"]),
        (StaffChoice(selection=ALL, visibility=Visibility.STAFF), ["n3"]),
        (StaffChoice(selection=ALL, text="BORDER"), ["n1"]),
        (StaffChoice(selection=ALL, text="საზღ"), ["n1"]),
        (StaffChoice(selection=ALL, text="100%"), ["n1"]),
        (StaffChoice(selection=ALL, text="1%0"), []),
        (StaffChoice(selection=ALL, text="sazghvari"), ["n1"]),
        (StaffChoice(selection=ALL, text="Österreich"), ["n3"]),
        (StaffChoice(selection=ALL, text="ВСТРЕЧА"), ["n3"]),
        (StaffChoice(selection=ALL, text="osterreich встр"), ["n3"]),
        (StaffChoice(selection=ALL, text="\0"), []),
        (StaffChoice(selection=ALL, text="…"), []),
        (StaffChoice(selection=replace(ALL, tags=frozenset({"youth"}))), ["n2"]),
        (
            StaffChoice(
                selection=replace(ALL, with_deleted=True), status=ItemStatus.DELETED
            ),
            ["n4"],
        ),
    ],
)
def test_the_list_is_narrowed(
    session: Session, choice: StaffChoice, slugs: list[str]
) -> None:
    assert found(session, choice) == slugs


def test_a_page_knows_how_many_there_are(session: Session) -> None:
    items, total = list_page(session, StaffChoice(selection=ALL), 2, 2)
    assert ([item.slug for item in items], total) == (["n1"], 3)


def test_the_words_that_a_translation_was_made_from_are_found(
    session: Session,
) -> None:
    texts = {"en": Text("Old"), "ka": Text("ა", made_from=0)}
    item = replace(make_item(texts=texts), uid="a@b", slug="a")
    store_item(session, item, actor="ada", seen=None, now=NOW)
    changed = replace(item, revision=1, texts=texts | {"en": Text("New")})
    assert source_texts(session, [item]) == {}
    store_item(session, changed, actor="ada", seen=0, now=NOW)
    assert source_texts(session, [item]) == {"a@b": {0: texts}}
    assert source_texts(session, []) == {}
