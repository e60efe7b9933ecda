"""The search page, as a reader uses it."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from calendar_service.domain.account import Account
from calendar_service.domain.item import Item, ItemKind, ItemStatus, Place, Visibility
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database
from tests.builders import ADA, make_item
from tests.web.seeing import Page, add, numbered

FILM = make_item(
    kind=ItemKind.SCREENING,
    texts={
        "en": Text("Film <evening>", "A talk with the makers", place="Cinema"),
        "ka": Text("კინოსაღამო", "საუბარი ავტორებთან"),
    },
    place=Place("Cinema House", "Tbilisi"),
    tags=("rights",),
)


def titles(client: FlaskClient, query: str) -> list[str]:
    return Page(client.get(f"/search?{query}")).texts("//ol/li//h3")


def test_every_page_has_a_search_box_that_works_without_script(
    client: FlaskClient,
) -> None:
    page = Page(client.get("/agenda?lang=ka"))
    path = "//header//form[@role='search']"
    assert page.all(f"{path}/@action") == ["/search"]
    assert page.all(f"{path}//input/@name") == ["lang", "q"]
    assert page.all(f"{path}//input[@name='lang']/@value") == ["ka"]


def test_hits_are_marked_and_inert(client: FlaskClient, database: Database) -> None:
    add(database, FILM)
    page = Page(client.get("/search?q=even+talk"))
    assert page.texts("//ol//mark") == ["evening", "talk"]
    assert page.text("//ol//h3/a") == "Film <evening>"
    assert page.text("//h2[@id='found']") == "1 event"
    assert page.all("//ol//h3/a/@href") == ["/items/coordination-meeting"]


def test_a_hit_in_the_other_language_is_shown_in_it(
    client: FlaskClient, database: Database
) -> None:
    add(database, FILM)
    page = Page(client.get("/search?q=ავტორი&lang=en"))
    assert page.text("//ol//p[@class='card-summary']") == "საუბარი ავტორებთან"
    assert page.all("//ol//p[@class='card-summary']/@lang") == ["ka"]
    assert page.texts("//ol//mark") == ["ავტორებთან"]


def test_filters_narrow_and_stay_filled_in(
    client: FlaskClient, database: Database
) -> None:
    add(database, FILM, numbered(make_item(), 1))
    query = "q=&kind=screening&tag=rights&place=Tbilisi&from=2026-05-01&text=ka"
    assert titles(client, query) == ["Film <evening>"]
    page = Page(client.get(f"/search?{query}"))
    assert page.all("//input[@checked]/@value") == ["screening"]
    assert page.all("//input[@name='from']/@value") == ["2026-05-01"]
    assert page.all("//select/option[@selected]/@value") == ["ka"]
    assert titles(client, "until=2026-05-13") == []
    assert len(titles(client, "until=2026-05-14")) == 2


def test_a_mistyped_word_finds_what_was_meant_and_says_so(
    client: FlaskClient, database: Database
) -> None:
    add(database, FILM)
    page = Page(client.get("/search?q=evneing"))
    assert page.text("//p[@class='banner']") == (
        "Nothing holds exactly these words. These come near:"
    )
    assert page.texts("//ol//h3") == ["Film <evening>"]


def test_nothing_of_the_staff_shows_in_results_counts_or_near_words(
    client: FlaskClient,
    database: Database,
    signed_in_as: Callable[[Account], FlaskClient],
) -> None:
    secret: dict[str, object] = {"texts": {"en": Text("Confidential film")}}
    add(
        database,
        FILM,
        numbered(make_item(**secret, visibility=Visibility.STAFF), 1),
        numbered(make_item(**secret, status=ItemStatus.DRAFT, published_at=None), 2),
    )
    page = Page(client.get("/search?q=film"))
    assert page.text("//h2[@id='found']") == "1 event"
    for words in ("confidential", "confidentail"):
        body = client.get(f"/search?q={words}").get_data(as_text=True)
        assert "Nothing was found" in body
        assert "Confidential" not in body
    assert len(titles(signed_in_as(ADA), "q=film")) == 3


def test_results_come_in_pages_that_keep_the_question(
    client: FlaskClient, database: Database
) -> None:
    def item(number: int) -> Item:
        day = date(2026, 5, 1 + number)
        return numbered(make_item(span=whole_days(day), tags=("rights",)), number)

    add(database, *map(item, range(25)))
    page = Page(client.get("/search?q=meeting&tag=rights"))
    assert page.text("//h2[@id='found']") == "25 events – page 1 of 2"
    assert len(page.texts("//ol/li")) == 20
    (following,) = page.all("//a[@rel='next']/@href")
    second = Page(client.get(following))
    assert len(second.texts("//ol/li")) == 5
    assert second.all("//a[@rel='prev']/@href") == ["/search?q=meeting&tag=rights"]
    assert client.get("/search?q=meeting&page=3").status_code == 404


def test_nothing_found_says_what_helps(client: FlaskClient) -> None:
    page = Page(client.get("/search?q=<b>zzz</b>&kind=meeting"))
    assert page.text("//p[@class='empty-title']") == (
        "Nothing was found for “<b>zzz</b>”."
    )
    assert page.texts("//div[@class='empty']//a") == [
        "Search without filters",
        "Open the agenda",
    ]


@pytest.mark.parametrize(
    "words",
    [
        "",
        '"',
        "'",
        "(((",
        "AND",
        "NOT NEAR(a b)",
        "*",
        "title:x",
        "a:*A",
        "\\",
        "%00",
        "x" * 10_000,
        "ა" * 3_000,
        "%ff%fe",
        "-1",
        "🙂",
        "; DROP TABLE items",
        "a " * 900,
    ],
)
def test_whatever_is_typed_gets_an_answer(client: FlaskClient, words: str) -> None:
    response = client.get(f"/search?q={words}")
    assert response.status_code == 200
    assert len(Page(response).texts("//p[@class='empty-title']")) == 1


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("from=2026-02-30", 400),
        ("from=2026-05-02&until=2026-05-01", 400),
        ("kind=party", 404),
        ("text=xx", 404),
        ("page=-1", 404),
        ("page=٣", 404),
        ("place=%00", 404),
        ("page=0", 200),
        ("page=", 404),
    ],
)
def test_an_odd_filter_is_said_to_be_one(
    client: FlaskClient, query: str, status: int
) -> None:
    response = client.get(f"/search?{query}")
    assert response.status_code == status
