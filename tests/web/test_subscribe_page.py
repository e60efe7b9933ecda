"""The subscribe page: addresses that work, and the truth about programs."""

from flask.testing import FlaskClient

from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database
from tests.web.seeing import Page, add, meeting, numbered


def test_the_subscribe_page_hands_out_addresses_that_work(
    client: FlaskClient, database: Database
) -> None:
    add(database, meeting())
    page = Page(client.get("/subscribe?feed=meetings"))
    given = [
        *page.all("//input[@readonly]/@value"),
        *page.all("//table[@class='addresses']//a/@href"),
    ]
    assert len(given) == 2 + 3 + 2 * (8 * 4 + 3)
    for url in given:
        path = url.removeprefix("http://calendar.example.org")
        assert client.get(path).status_code == 200, path
    webcals = page.all("//a[starts-with(@href, 'webcal:')]/@href")
    assert webcals == [
        f"webcal://calendar.example.org/feeds/meetings/the-office-meetings.ics?lang={code}"
        for code in ("en", "ka")
    ]


def test_a_selection_is_put_together_by_a_form(
    client: FlaskClient, database: Database
) -> None:
    film = {"en": Text("Film")}
    add(
        database,
        numbered(meeting(tags=("a, b",), texts=film), 1),
        numbered(meeting(), 2),
    )
    query = "kind=meeting&kind=screening&tag=a%5C%2C+b&words=en%2Cka&alarm=1h&lang=en"
    page = Page(client.get(f"/subscribe?{query}"))
    (url, *_) = page.all("//input[@readonly]/@value")
    assert url == (
        "http://calendar.example.org/feeds/all/the-office.ics"
        "?lang=en+ka&kind=meeting,screening&tag=a%5C,%20b&alarm=60m"
    )
    calendar = client.get(url.removeprefix("http://calendar.example.org"))
    assert (calendar.status_code, calendar.data.count(b"BEGIN:VEVENT")) == (200, 1)
    assert page.texts("//section[@aria-labelledby='next-five']//li//a") == ["Film"]
    assert page.all("//form[@class='panel']//input[@checked]/@value") == [
        *("meeting", "screening")
    ]
    assert page.all("//form[@class='panel']//option[@selected]/@value") == [
        *("a\\, b", "en,ka", "1h")
    ]


def test_a_selection_that_would_not_work_says_so(
    client: FlaskClient, database: Database
) -> None:
    add(database, meeting())
    page = Page(client.get("/subscribe?tag=nothing"))
    assert page.text("//p[@class='banner banner-bad']") == (
        "No event has the tag nothing: this address would not work."
    )
    assert client.get("/subscribe?kind=party").status_code == 400
    assert client.get("/subscribe?words=xx").status_code == 400


def test_an_address_that_google_would_cut_says_so(
    client: FlaskClient, database: Database
) -> None:
    tags = tuple(f"a rather long tag, number {n}" for n in range(9))
    add(database, meeting(tags=tags))
    query = "&".join(f"tag={tag}" for tag in tags).replace(",", "%5C%2C")
    page = Page(client.get(f"/subscribe?{query}"))
    assert "Google Calendar takes 256 at most" in page.text("//p[@class='banner']")
    assert page.texts("//p[@class='banner']") != []
    assert Page(client.get("/subscribe")).texts("//p[@class='banner']") == []


def test_the_subscribe_page_tells_the_truth_about_refreshing(
    client: FlaskClient,
) -> None:
    page = Page(client.get("/subscribe"))
    names = page.texts("//div[@class='programs']/section/h3")
    told = page.texts("//p[@class='refresh']")
    assert names == [
        *("Thunderbird", "Outlook", "Google Calendar", "Apple Calendar"),
        *("Android", "Feed readers"),
    ]
    for name, words in zip(
        told,
        (
            *("30 minutes", "3 to 24 hours", "8 to 24 hours", "your choice"),
            *("15 minutes", "once an hour"),
        ),
        strict=True,
    ):
        assert words in name
