from dataclasses import replace

from calendar_service.domain.item import Item, ItemKind, ItemStatus, Person
from calendar_service.domain.texts import Text
from calendar_service.domain.translation import Behind
from calendar_service.domain.work import WorkLists, work_lists
from tests.builders import make_item

LANGUAGES = ("en", "ka")
OLD, NEW = Text("Meeting"), Text("Talks")
DONE = make_item(
    texts={"en": NEW, "ka": Text("ა", made_from=1)}, focal_point=Person("Nino")
)


def lists(*items: Item) -> WorkLists:
    then = {DONE.uid: {0: {"en": OLD}, 1: {"en": NEW}}}
    return work_lists(items, then, LANGUAGES)


def test_what_is_in_order_waits_for_nobody() -> None:
    assert lists(DONE).is_empty()


def test_a_draft_waits_for_review() -> None:
    draft = replace(DONE, status=ItemStatus.DRAFT, texts={"en": NEW}, focal_point=None)
    assert lists(draft) == WorkLists([draft], [], [], [], [])


def test_a_translation_of_former_words_is_behind() -> None:
    item = replace(DONE, texts={"en": NEW, "ka": Text("ა", made_from=0)})
    assert lists(item).behind == [(item, Behind("ka", "en", OLD, NEW))]


def test_a_language_that_lacks_is_named() -> None:
    item = replace(DONE, texts={"en": NEW})
    assert lists(item).untranslated == [(item, ("ka",))]


def test_what_nobody_cares_for_is_listed_unless_it_comes_by_itself() -> None:
    item = replace(DONE, focal_point=None)
    assert lists(item).unattended == [item]
    assert lists(replace(item, kind=ItemKind.OBSERVANCE)).is_empty()


def test_what_was_announced_and_cancelled_is_listed() -> None:
    item = replace(DONE, status=ItemStatus.CANCELLED)
    assert lists(item).called_off == [item]
    assert lists(replace(item, published_at=None)).is_empty()
