from datetime import timedelta

from calendar_service.domain.texts import Text
from calendar_service.services.editing import add_item, save_item
from calendar_service.storage.database import Session
from calendar_service.storage.item_history import newest_revisions
from tests.builders import BEN, NOW, make_draft


def test_a_history_is_read_from_its_newest_end(session: Session) -> None:
    item = add_item(session, BEN, make_draft(), NOW, "example.org")
    for number in range(1, 4):
        texts = {"en": Text(f"Title {number}")}
        draft = make_draft(uid=item.uid, revision=number - 1, texts=texts)
        save_item(session, BEN, draft, NOW + timedelta(hours=number))
    found = newest_revisions(session, item.uid, 2)
    assert [(each.item.revision, each.actor) for each in found] == [
        (3, BEN.email),
        (2, BEN.email),
    ]
    earlier = newest_revisions(session, item.uid, 9, before=2)
    assert [each.item.texts["en"].title for each in earlier] == [
        "Title 1",
        "Coordination meeting",
    ]
    assert newest_revisions(session, "other", 9) == []
    assert newest_revisions(session, "\x00", 9) == []
