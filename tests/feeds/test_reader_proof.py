"""Reader feeds that read back, and what is said of those that do not."""

from collections.abc import Callable

import pytest

from calendar_service.feeds.document import Document, make_document
from calendar_service.feeds.entries import entries_of
from calendar_service.feeds.json_feed import render_json_feed
from calendar_service.feeds.reader_proof import prove_reader_feed
from calendar_service.feeds.syndication import render_atom, render_rss
from tests.builders import make_item
from tests.feeds.samples import ITEMS, info_in, link

KA = info_in("ka")
ENTRIES = entries_of(ITEMS, KA, link)
ONE = entries_of([make_item()], KA, link)
ALL = pytest.mark.parametrize("render", [render_atom, render_rss, render_json_feed])
Render = Callable[..., Document]


@ALL
def test_what_is_rendered_proves_itself(render: Render) -> None:
    assert prove_reader_feed(render(ENTRIES, KA), ENTRIES) == []
    assert prove_reader_feed(render([], KA), []) == []


@ALL
def test_an_entry_too_few_is_named(render: Render) -> None:
    assert prove_reader_feed(render(ENTRIES[1:], KA), ENTRIES) == [
        f"has {len(ENTRIES) - 1} entries and not {len(ENTRIES)}"
    ]


@ALL
def test_an_entry_that_reads_otherwise_is_named(render: Render) -> None:
    document = render(ONE, KA)
    title = ONE[0].title.text
    body = document.body.replace(title.encode(), b"Another")
    wrong = make_document(body, document.media_type)
    assert prove_reader_feed(wrong, ONE) == [
        f"{ONE[0].id} reads as {(ONE[0].id, 'Another', ONE[0].url)}"
    ]


@ALL
def test_an_entry_twice_is_named(render: Render) -> None:
    twice = [*ONE, *ONE]
    assert prove_reader_feed(render(twice, KA), twice) == [
        f"{ONE[0].id} is there 2 times"
    ]


@ALL
def test_what_is_cut_off_cannot_be_read(render: Render) -> None:
    document = render(ONE, KA)
    cut = make_document(document.body[:-20], document.media_type)
    (problem,) = prove_reader_feed(cut, ONE)
    assert problem.partition(":")[0] == "cannot be read"
