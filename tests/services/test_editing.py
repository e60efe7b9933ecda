from collections.abc import Callable
from datetime import date, timedelta

import pytest

from calendar_service.domain.account import (
    OPERATOR,
    Account,
    NotAllowed,
)
from calendar_service.domain.draft import Draft, InvalidDraft
from calendar_service.domain.item import (
    Item,
    ItemStatus,
    StaleItem,
    details_of,
)
from calendar_service.domain.selection import Audience, is_visible
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.services.editing import (
    UnknownItem,
    add_item,
    add_items,
    cancel_item,
    delete_item,
    publish_item,
    restore_item,
    save_item,
    withdraw_item,
)
from calendar_service.storage.database import Database, Session
from calendar_service.storage.items import (
    calendar_version,
    count_items,
    find_item,
    list_revisions,
)
from tests.builders import ADA, BEN, CLEO, NOW, make_draft

LATER = NOW + timedelta(hours=1)
DOMAIN = "example.org"
DRAFT, PUBLISHED = ItemStatus.DRAFT, ItemStatus.PUBLISHED
CANCELLED, DELETED = ItemStatus.CANCELLED, ItemStatus.DELETED


def add(session: Session, **changes: object) -> Item:
    return add_item(session, OPERATOR, make_draft(**changes), NOW, DOMAIN)


def redraft(item: Item, **changes: object) -> Draft:
    """The item as a form sends it back, with some fields changed."""
    details = details_of(item)
    fields = {name: getattr(details, name) for name in details.__dataclass_fields__}
    same = {"uid": item.uid, "slug": item.slug, "revision": item.revision}
    return Draft(**(fields | same | changes))


def titled(title: str) -> dict[str, Text]:
    return {"en": Text(title=title)}


def test_uid_that_is_there_is_refused(session: Session) -> None:
    add(session, uid="a@b")
    with pytest.raises(InvalidDraft, match="uid: an item with the uid a@b exists"):
        add(session, uid="a@b")


ALLOWED: dict[str, set[ItemStatus]] = {
    ADA.email: {DRAFT},
    BEN.email: {DRAFT, PUBLISHED, CANCELLED, DELETED},
    CLEO.email: set(),
}


@pytest.mark.parametrize("status", list(ItemStatus))
@pytest.mark.parametrize("who", [ADA, BEN, CLEO], ids=lambda who: who.name)
def test_adding_takes_what_the_status_takes(
    session: Session, who: Account, status: ItemStatus
) -> None:
    draft = make_draft(status=status)
    if status in ALLOWED[who.email]:
        assert add_item(session, who, draft, NOW, DOMAIN).status is status
    else:
        with pytest.raises(NotAllowed):
            add_item(session, who, draft, NOW, DOMAIN)
        assert count_items(session) == 0


@pytest.mark.parametrize("after", list(ItemStatus))
@pytest.mark.parametrize("before", list(ItemStatus))
@pytest.mark.parametrize("who", [ADA, BEN, CLEO], ids=lambda who: who.name)
def test_changing_takes_what_both_statuses_take(
    session: Session, who: Account, before: ItemStatus, after: ItemStatus
) -> None:
    item = add(session, status=before)
    changed = redraft(item, status=after, texts=titled("Another"))
    if {before, after} <= ALLOWED[who.email]:
        assert save_item(session, who, changed, LATER).status is after
    else:
        with pytest.raises(NotAllowed):
            save_item(session, who, changed, LATER)
        assert find_item(session, item.uid) == item


Change = Callable[[Session, Account, str], Item]


@pytest.mark.parametrize(
    "change",
    [
        lambda session, who, uid: publish_item(session, who, uid, LATER),
        lambda session, who, uid: cancel_item(session, who, uid, LATER),
        lambda session, who, uid: delete_item(session, who, uid, LATER),
        lambda session, who, uid: restore_item(session, who, uid, 0, LATER),
    ],
    ids=["publish", "cancel", "delete", "restore"],
)
def test_only_who_publishes_may_undo_what_is_published(
    session: Session, change: Change
) -> None:
    draft = add(session, status=DRAFT)
    item = publish_item(session, BEN, draft.uid, NOW)
    for who in (ADA, CLEO):
        with pytest.raises(NotAllowed):
            change(session, who, item.uid)
    assert find_item(session, item.uid) == item
    assert change(session, BEN, item.uid).uid == item.uid


def test_every_problem_is_named_and_nothing_is_saved(session: Session) -> None:
    item = add(session)
    wrong = redraft(item, texts=titled("x" * 5_000), tags=("a\x00b",))
    with pytest.raises(InvalidDraft) as found:
        save_item(session, BEN, wrong, LATER)
    assert [problem.field for problem in found.value.problems] == [
        "texts.en.title",
        "tags",
    ]
    assert find_item(session, item.uid) == item
    assert calendar_version(session) == item.version


def test_of_several_drafts_one_bad_one_keeps_all_out(database: Database) -> None:
    drafts = [
        make_draft(),
        make_draft(texts={}),
        make_draft(slug="Not A Slug", texts=titled(" ")),
    ]
    with (
        pytest.raises(InvalidDraft) as found,
        database.transaction() as session,
    ):
        add_items(session, OPERATOR, drafts, NOW, DOMAIN)
    assert [problem.field for problem in found.value.problems] == [
        "2.texts.en.title",
        "3.slug",
        "3.texts.en.title",
    ]
    with database.reading() as session:
        assert (count_items(session), calendar_version(session)) == (0, 0)


def test_the_problem_of_a_single_draft_names_the_field_alone(session: Session) -> None:
    with pytest.raises(InvalidDraft) as found:
        add_items(session, OPERATOR, [make_draft(texts={})], NOW, DOMAIN)
    assert [problem.field for problem in found.value.problems] == ["texts.en.title"]


def test_two_drafts_of_one_uid_are_refused(session: Session) -> None:
    with pytest.raises(InvalidDraft, match=r"2\.uid: an item with the uid a@b exists"):
        add_items(session, OPERATOR, [make_draft(uid="a@b")] * 2, NOW, DOMAIN)


def test_change_is_a_new_revision_with_its_history(session: Session) -> None:
    item = add(session)
    changed = save_item(session, BEN, redraft(item, texts=titled("New")), LATER)
    assert (changed.revision, changed.updated_at) == (1, LATER)
    assert (changed.created_at, changed.published_at) == (NOW, NOW)
    assert changed.version == item.version + 1 == calendar_version(session)
    history = list_revisions(session, item.uid)
    assert [(entry.actor, entry.item) for entry in history] == [
        (OPERATOR.email, item),
        (BEN.email, changed),
    ]


def test_draft_that_changes_nothing_is_no_revision(session: Session) -> None:
    item = add(session)
    assert save_item(session, BEN, redraft(item), LATER) == item
    assert len(list_revisions(session, item.uid)) == 1
    assert calendar_version(session) == item.version


def test_two_editors_the_second_is_told_and_nothing_is_overwritten(
    session: Session,
) -> None:
    item = add(session)
    first = save_item(session, BEN, redraft(item, texts=titled("Ben's")), LATER)
    with pytest.raises(StaleItem) as told:
        save_item(session, BEN, redraft(item, texts=titled("Late")), LATER)
    assert told.value.current == first
    assert find_item(session, item.uid) == first


def test_draft_is_first_published_when_it_is_published(session: Session) -> None:
    draft = add_item(session, ADA, make_draft(status=DRAFT), NOW, DOMAIN)
    assert draft.published_at is None
    published = publish_item(session, BEN, draft.uid, LATER)
    assert (published.status, published.published_at) == (PUBLISHED, LATER)
    again = publish_item(session, BEN, draft.uid, LATER + timedelta(hours=1))
    assert again == published


def test_cancelled_item_comes_back_by_publishing(session: Session) -> None:
    item = add(session)
    cancelled = cancel_item(session, BEN, item.uid, LATER)
    assert (cancelled.status, cancelled.revision) == (CANCELLED, 1)
    back = publish_item(session, BEN, item.uid, LATER)
    assert (back.status, back.revision, back.published_at) == (PUBLISHED, 2, NOW)


def test_deleted_item_is_kept_and_cannot_be_cancelled(session: Session) -> None:
    item = add(session)
    deleted = delete_item(session, BEN, item.uid, LATER)
    assert (deleted.status, deleted.revision) == (DELETED, 1)
    with pytest.raises(InvalidDraft, match="a deleted item cannot be cancelled"):
        cancel_item(session, BEN, item.uid, LATER)
    assert find_item(session, item.uid) == deleted


def test_restoring_makes_an_earlier_state_the_newest(session: Session) -> None:
    item = add(session)
    moved = whole_days(date(2026, 6, 1))
    save_item(session, BEN, redraft(item, span=moved), LATER)
    delete_item(session, BEN, item.uid, LATER)
    restored = restore_item(session, BEN, item.uid, 0, LATER)
    assert details_of(restored) == details_of(item)
    assert (restored.revision, len(list_revisions(session, item.uid))) == (3, 4)


def test_a_draft_that_was_public_once_is_deleted_without_a_word(
    session: Session,
) -> None:
    item = add(session)
    withdraw_item(session, BEN, item.uid, LATER)
    secret = redraft(item, texts=titled("Secret"), status=DRAFT, revision=1)
    save_item(session, BEN, secret, LATER)
    deleted = delete_item(session, BEN, item.uid, LATER)
    assert not is_visible(deleted, Audience.PUBLIC, with_deleted=True)
    # What was public on which day is not forgotten with it.
    draft = restore_item(session, BEN, item.uid, 2, LATER)
    assert (draft.status, draft.published_at) == (DRAFT, item.published_at)
    with pytest.raises(UnknownItem, match="no revision 3 to go back to"):
        restore_item(session, BEN, item.uid, 3, LATER)


def test_what_is_not_there_is_named(session: Session) -> None:
    item = add(session)
    with pytest.raises(UnknownItem, match="no revision 9"):
        restore_item(session, BEN, item.uid, 9, LATER)
    with pytest.raises(UnknownItem, match="no item with the uid 'x@y'"):
        cancel_item(session, BEN, "x@y", LATER)
    with pytest.raises(UnknownItem, match="no item with the uid ''"):
        save_item(session, BEN, make_draft(), LATER)
