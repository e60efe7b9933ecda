import pytest

from calendar_service.domain.feed_choice import FeedChoice
from calendar_service.feeds.document import Page
from calendar_service.services.feed_paging import Cut, pages_of
from calendar_service.services.feed_requests import FeedAsked, FeedFormat, UnknownFeed

HERE = "http://x/feeds/all.atom"


def asked(page: int | None = None, address: str = HERE) -> FeedAsked:
    return FeedAsked(
        name="all",
        format=FeedFormat.ATOM,
        choice=FeedChoice(),
        address=address,
        page=page,
    )


@pytest.mark.parametrize(
    ("total", "start", "before"),
    [
        (0, 0, ""),
        (50, 0, ""),
        (99, 0, ""),
        (100, 50, "?page=1"),
        (149, 50, "?page=1"),
        (150, 100, "?page=2"),
    ],
)
def test_the_feed_holds_its_newest_and_leads_to_what_is_older(
    total: int, start: int, before: str
) -> None:
    page = Page(prev_archive=HERE + before if before else "")
    assert pages_of(total, asked()) == Cut(start, total - start, page)


def test_archives_lead_to_both_sides_and_to_the_present() -> None:
    assert pages_of(210, asked(2)) == Cut(
        50,
        50,
        Page(
            is_archive=True,
            current=HERE,
            prev_archive=f"{HERE}?page=1",
            next_archive=f"{HERE}?page=3",
        ),
    )
    assert pages_of(210, asked(1)).page.prev_archive == ""
    assert pages_of(210, asked(3)).page.next_archive == ""
    narrowed = pages_of(210, asked(address=f"{HERE}?lang=ka"))
    assert narrowed.page.prev_archive == f"{HERE}?lang=ka&page=3"


def test_every_entry_is_on_one_page_whatever_the_number() -> None:
    for total in range(260):
        now = pages_of(total, asked())
        cuts = [pages_of(total, asked(n)) for n in range(1, now.start // 50 + 1)]
        covered = [n for c in (*cuts, now) for n in range(c.start, c.start + c.number)]
        assert covered == list(range(total))


@pytest.mark.parametrize("page", [0, 4, -1, 10**9])
def test_a_page_that_is_not_there_is_said_so(page: int) -> None:
    with pytest.raises(UnknownFeed, match=f"This feed has no page {page}."):
        pages_of(210, asked(page))
