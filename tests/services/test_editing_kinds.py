"""What an account that is limited to kinds may change."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from calendar_service.domain.account import OutsideKinds
from calendar_service.domain.item import Item, ItemKind
from calendar_service.services.editing import (
    add_item,
    cancel_item,
    delete_item,
    publish_item,
    restore_item,
    save_item,
    withdraw_item,
)
from calendar_service.storage.database import Session
from calendar_service.storage.items import find_item
from tests.builders import BEN, NOW, make_draft
from tests.services.test_editing import DOMAIN, LATER, add, redraft

FILM = ItemKind.SCREENING
ZURA = replace(BEN, kinds=frozenset({FILM}))


@pytest.mark.parametrize(
    "act",
    [
        lambda s, i: add_item(s, ZURA, make_draft(kind=i.kind), NOW, DOMAIN),
        lambda s, i: save_item(s, ZURA, redraft(i, tags=("eu",)), LATER),
        lambda s, i: publish_item(s, ZURA, i.uid, LATER),
        lambda s, i: withdraw_item(s, ZURA, i.uid, LATER),
        lambda s, i: cancel_item(s, ZURA, i.uid, LATER),
        lambda s, i: delete_item(s, ZURA, i.uid, LATER),
        lambda s, i: restore_item(s, ZURA, i.uid, 0, LATER),
    ],
)
def test_each_change_takes_the_kind_of_the_item(
    session: Session, act: Callable[[Session, Item], Item]
) -> None:
    act(session, add(session, kind=FILM))
    meeting = add(session)
    with pytest.raises(OutsideKinds):
        act(session, meeting)
    assert find_item(session, meeting.uid) == meeting


def test_another_kind_takes_both_to_save_and_to_restore(session: Session) -> None:
    film, meeting = add(session, kind=FILM), add(session)
    with pytest.raises(OutsideKinds):
        save_item(session, ZURA, redraft(film, kind=ItemKind.MEETING), LATER)
    with pytest.raises(OutsideKinds):
        save_item(session, ZURA, redraft(meeting, kind=FILM), LATER)
    save_item(session, BEN, redraft(meeting, kind=FILM), LATER)
    with pytest.raises(OutsideKinds):
        restore_item(session, ZURA, meeting.uid, 0, LATER)
    found = [find_item(session, each.uid) for each in (film, meeting)]
    assert [item.kind for item in found if item] == [FILM, FILM]
