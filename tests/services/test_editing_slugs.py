"""The addresses of items: made of titles, kept through renames, never taken twice."""

import pytest

from calendar_service.domain.draft import InvalidDraft
from calendar_service.services.editing import (
    save_item,
)
from calendar_service.storage.database import Session
from calendar_service.storage.items import (
    find_by_slug,
    find_item,
)
from tests.builders import BEN, NOW
from tests.services.test_editing import LATER, add, redraft, titled


def test_new_item_gets_an_address_of_its_own_and_a_slug_from_its_title(
    session: Session,
) -> None:
    first, second = add(session), add(session)
    assert first.uid != second.uid
    assert first.uid.endswith("@example.org")
    assert (first.slug, second.slug) == (
        "coordination-meeting",
        "coordination-meeting-2",
    )
    assert (first.revision, first.created_at, first.published_at) == (0, NOW, NOW)
    assert find_item(session, first.uid) == first


def test_slug_of_a_title_without_letters_is_its_kind(session: Session) -> None:
    assert add(session, texts=titled("…")).slug == "meeting"


def test_uid_revision_and_slug_that_come_along_are_kept(session: Session) -> None:
    item = add(session, uid="old@elsewhere.org", revision=7, slug="kept")
    assert (item.uid, item.revision, item.slug) == ("old@elsewhere.org", 7, "kept")


def test_renamed_item_answers_to_both_slugs_and_may_be_renamed_back(
    session: Session,
) -> None:
    item = add(session)
    renamed = save_item(session, BEN, redraft(item, slug="new-name"), LATER)
    assert (renamed.slug, renamed.revision) == ("new-name", 1)
    assert find_by_slug(session, "coordination-meeting") == renamed
    back = save_item(session, BEN, redraft(renamed, slug=item.slug), LATER)
    assert (back.slug, back.revision) == (item.slug, 2)
    assert find_by_slug(session, "new-name") == back


def test_slug_of_another_item_is_taken_also_a_former_one(session: Session) -> None:
    item, other = add(session), add(session, slug="other")
    save_item(session, BEN, redraft(item, slug="new-name"), LATER)
    for slug in ("new-name", "coordination-meeting"):
        with pytest.raises(InvalidDraft, match=f"slug: {slug} is taken"):
            save_item(session, BEN, redraft(other, slug=slug), LATER)
        with pytest.raises(InvalidDraft, match=f"slug: {slug} is taken"):
            add(session, slug=slug)


def test_new_item_never_takes_the_former_slug_of_another(session: Session) -> None:
    item = add(session)
    save_item(session, BEN, redraft(item, slug="new-name"), LATER)
    assert add(session).slug == "coordination-meeting-2"
