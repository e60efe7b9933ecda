from dataclasses import replace

import pytest

from calendar_service.domain.account import NotAllowed
from calendar_service.domain.draft import InvalidDraft
from calendar_service.domain.item import Item, ItemKind, ItemStatus, StaleItem
from calendar_service.services.bulk_editing import (
    Left,
    preview_publication,
    preview_tag,
    publish_items,
    tag_items,
)
from calendar_service.services.editing import UnknownItem, add_item
from calendar_service.storage.database import Session
from calendar_service.storage.items import find_item
from tests.builders import ADA, BEN, NOW, make_draft

DRAFT, CANCELLED = ItemStatus.DRAFT, ItemStatus.CANCELLED


def add(session: Session, **changes: object) -> str:
    return add_item(session, BEN, make_draft(**changes), NOW, "example.org").uid


def stored(session: Session, uid: str) -> Item:
    found = find_item(session, uid)
    assert found is not None
    return found


def test_a_tag_is_given_to_those_that_lack_it(session: Session) -> None:
    uids = [add(session), add(session, tags=("youth",)), add(session, tags=("eu",))]
    assert tag_items(session, BEN, uids, ["youth"], NOW) == 2
    found = [(stored(session, uid).tags, stored(session, uid).revision) for uid in uids]
    assert found == [(("youth",), 1), (("youth",), 0), (("eu", "youth"), 1)]


def test_a_tag_that_is_none_is_refused(session: Session) -> None:
    with pytest.raises(InvalidDraft, match="tags: must be one line"):
        tag_items(session, BEN, [add(session)], ["a\nb"], NOW)


def test_only_drafts_are_published(session: Session) -> None:
    uids = [add(session, status=DRAFT), add(session, status=CANCELLED), add(session)]
    assert publish_items(session, BEN, uids, NOW) == 1
    assert [stored(session, uid).status for uid in uids] == [
        ItemStatus.PUBLISHED,
        CANCELLED,
        ItemStatus.PUBLISHED,
    ]


def test_who_may_not_does_not_and_what_is_not_there_is_named(session: Session) -> None:
    uid = add(session, status=DRAFT)
    with pytest.raises(NotAllowed):
        publish_items(session, ADA, [uid], NOW)
    with pytest.raises(NotAllowed):
        tag_items(session, ADA, [add(session)], ["youth"], NOW)
    with pytest.raises(UnknownItem):
        publish_items(session, BEN, ["x@y"], NOW)


def test_what_somebody_changed_meanwhile_stops_all(session: Session) -> None:
    uids = [add(session, status=DRAFT), add(session, status=DRAFT)]
    seen = dict.fromkeys(uids, 0)
    assert tag_items(session, BEN, uids[1:], ["youth"], NOW, seen) == 1
    with pytest.raises(StaleItem):
        publish_items(session, BEN, uids, NOW, seen)
    assert [stored(session, uid).status for uid in uids] == [DRAFT, DRAFT]


def test_a_preview_says_what_would_be_and_does_nothing(session: Session) -> None:
    uids = [add(session, status=DRAFT), add(session), add(session, status=DRAFT)]
    found = preview_publication(session, BEN, [*uids, uids[0]], NOW)
    assert [each.left for each in found] == [None, Left.NO_DRAFT, None]
    assert [each.becomes.status.value for each in found if each.becomes] == [
        "published",
        "published",
    ]
    tagged = preview_tag(session, ADA, uids, ["youth"], NOW)
    assert [each.left for each in tagged] == [None, Left.MAY_NOT, None]
    assert [stored(session, uid).revision for uid in uids] == [0, 0, 0]


def test_kinds_that_are_not_open_are_left_alone_and_refused_when_forged(
    session: Session,
) -> None:
    zura = replace(BEN, kinds=frozenset({ItemKind.SCREENING}))
    film = add(session, kind=ItemKind.SCREENING, status=DRAFT)
    uids = [film, add(session, status=DRAFT)]
    found = preview_tag(session, zura, uids, ["eu"], NOW)
    assert [each.left for each in found] == [None, Left.MAY_NOT]
    found = preview_publication(session, zura, uids, NOW)
    assert [each.left for each in found] == [None, Left.MAY_NOT]
    with pytest.raises(NotAllowed):
        tag_items(session, zura, uids, ["eu"], NOW)
    with pytest.raises(NotAllowed):
        publish_items(session, zura, uids[1:], NOW)
    assert publish_items(session, zura, [film], NOW) == 1
