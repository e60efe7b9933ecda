"""The pages for everybody: odd addresses, who sees what, what is sent again."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from calendar_service.domain.account import Account
from calendar_service.domain.item import ItemStatus, Visibility
from calendar_service.storage.database import Database
from calendar_service.storage.items import store_item
from tests.builders import ADA, CLEO, NOW
from tests.web.seeing import Page, add, meeting, numbered

ODD = [
    *("/?month=2026-13", "/?month=0001-01", "/?month=9999-12", "/?month=abc"),
    *("/?month=%00", "/?month=" + "9" * 5000, "/?kind=party", "/?kind=%00"),
    *("/agenda?from=abc", "/agenda?from=0001-01-01", "/agenda?from=9999-12-31"),
    *("/agenda?from=2026-02-30", "/agenda?from=%00", "/agenda?from[]=1&from=x"),
    *("/agenda?kind=meeting&kind=party", "/agenda?tag=%00", "/agenda?tag=" + "x" * 999),
    *("/items/%00", "/items/" + "x" * 5000, "/items/..%2f..%2fetc", "/items/A"),
    *("/items/ქართული", "/subscribe?feed=x", "/subscribe?feed=%00"),
    *("/language/%00", "/index.php", "/items/", "/?month=２０２６-05", "/%ff%fe"),
]


@pytest.mark.parametrize("path", ODD)
def test_an_odd_address_gets_a_page_with_a_sentence(
    client: FlaskClient, path: str
) -> None:
    response = client.get(path)
    assert response.status_code in {400, 404}
    assert len(Page(response).text("//main//p[@class='lead']")) > 20


@pytest.mark.parametrize(
    "path",
    [
        *("/?month=1900-01", "/?month=2200-12", "/agenda?from=1900-01-01"),
        *("/agenda?from=2200-12-31", "/?month=&kind=&lang=", "/?unknown=1"),
        *("/?kind=meeting&kind=study-visit", "/?tag=film", "/agenda?lang=%00"),
    ],
)
def test_an_address_at_the_edge_is_answered(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_what_was_asked_is_repeated_inertly(client: FlaskClient) -> None:
    response = client.get("/?month=<script>alert(1)</script>")
    assert response.status_code == 400
    assert b"<script>" not in response.data
    assert Page(response).text("//main//p[@class='lead']") == (
        "“<script>alert(1)</script>” is no month of this calendar. Write it as 2026-05."
    )


@pytest.mark.parametrize(
    ("account", "seen"),
    [
        (None, ["/items/n0"]),
        (CLEO, ["/items/n0", "/items/n1"]),
        (ADA, ["/items/n0", "/items/n1", "/items/n2"]),
    ],
)
def test_drafts_and_staff_items_are_for_those_who_may_see_them(
    client: FlaskClient,
    database: Database,
    signed_in_as: Callable[[Account], FlaskClient],
    account: Account | None,
    seen: list[str],
) -> None:
    add(
        database,
        numbered(meeting(), 0),
        numbered(meeting(visibility=Visibility.STAFF), 1),
        numbered(meeting(status=ItemStatus.DRAFT, published_at=None), 2),
        numbered(meeting(status=ItemStatus.DELETED), 3),
    )
    reader = signed_in_as(account) if account else client
    assert Page(reader.get("/agenda")).all("//main//li/div//a/@href") == seen
    assert Page(reader.get("/")).all("//td//a[@title]/@href") == seen
    codes = [reader.get(f"/items/n{n}").status_code for n in range(4)]
    wanted = [200 if f"/items/n{n}" in seen else 404 for n in range(3)]
    assert codes == [*wanted, 410]


def test_a_page_of_somebody_signed_in_is_kept_nowhere(
    client: FlaskClient, signed_in_as: Callable[[Account], FlaskClient]
) -> None:
    public = client.get("/").headers
    assert (public["Cache-Control"], "ETag" in public) == ("no-cache", True)
    assert signed_in_as(CLEO).get("/").headers["Cache-Control"] == "private, no-store"


def test_a_page_that_did_not_change_is_not_sent_again(client: FlaskClient) -> None:
    etag = client.get("/agenda").headers["ETag"]
    again = client.get("/agenda", headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


def test_a_deleted_draft_was_never_there(
    client: FlaskClient, database: Database
) -> None:
    (draft,) = add(database, meeting(status=ItemStatus.DELETED, published_at=None))
    assert client.get(f"/items/{draft.slug}").status_code == 404


def test_a_former_address_leads_to_the_present_one(
    client: FlaskClient, database: Database
) -> None:
    (old,) = add(database, meeting())
    renamed = replace(old, slug="renamed", revision=1)
    with database.transaction() as session:
        store_item(session, renamed, actor="ada", seen=0, now=NOW)
    response = client.get("/items/coordination-meeting?lang=ka")
    assert response.status_code == 301
    assert response.location == "/items/renamed?lang=ka"
    assert client.get(response.location).status_code == 200


def test_pages_never_repeat_the_host_they_were_asked_by(
    client: FlaskClient, database: Database
) -> None:
    add(database, meeting())
    for path in ("/", "/agenda", "/subscribe", "/items/coordination-meeting", "/staff"):
        response = client.get(path, headers={"Host": "evil.example"})
        assert b"evil.example" not in response.data
        assert "evil.example" not in str(response.headers)


def test_every_page_announces_the_feeds_and_its_languages(
    client: FlaskClient, database: Database
) -> None:
    add(database, meeting())
    for path in ("/", "/agenda", "/subscribe", "/items/coordination-meeting"):
        page = Page(client.get(f"{path}?lang=ka"))
        start = "http://calendar.example.org/feeds/all."
        found = page.all("//link[@rel='alternate'][@type]/@href")
        wanted = [
            f"{start}{ending}?lang=ka" for ending in ("ics", "rss", "atom", "json")
        ]
        assert found[:4] == wanted
        here = f"http://calendar.example.org{path}"
        query = "&" if path == "/" else "?"
        asked = "?month=2026-03" if path == "/" else ""
        assert page.all("//link[@rel='alternate'][@hreflang]/@href") == [
            f"{here}{asked}{query}lang=en".replace(
                "?month=2026-03&lang=en", "?lang=en&month=2026-03"
            ),
            f"{here}{asked}{query}lang=ka".replace(
                "?month=2026-03&lang=ka", "?lang=ka&month=2026-03"
            ),
            f"{here}{asked}",
        ]
        assert page.all("//link[@rel='canonical']/@href") == [
            page.all("//link[@hreflang='ka']/@href")[0]
        ]


def test_crawlers_are_kept_out_of_private_corners_only(client: FlaskClient) -> None:
    response = client.get("/robots.txt")
    assert response.get_data(as_text=True) == (
        "User-agent: *\nDisallow: /staff/\nDisallow: /login\n"
    )
