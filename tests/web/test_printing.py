"""A month or a quarter on paper."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from calendar_service.domain.account import Account
from calendar_service.domain.item import ItemStatus, Place, Visibility
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database
from tests.builders import BEN, make_item, timed
from tests.paper.reading import opened, text_of
from tests.web.seeing import Page, add, numbered


def test_a_quarter_stands_month_by_month(
    client: FlaskClient, database: Database
) -> None:
    add(
        database,
        make_item(
            span=timed("2026-05-14T10:00", "2026-05-14T11:30"),
            place=Place("Hall", "Tbilisi"),
        ),
        numbered(
            make_item(
                span=whole_days(date(2026, 6, 1), date(2026, 6, 3)),
                status=ItemStatus.CANCELLED,
                texts={"en": Text("Visit")},
            ),
            1,
        ),
        numbered(make_item(visibility=Visibility.STAFF), 2),
    )
    page = Page(client.get("/print?quarter=2026-Q2&lang=en"))
    assert page.text("//h1") == "Quarter 2, 2026"
    assert page.texts("//main//h2") == ["April 2026", "May 2026", "June 2026"]
    assert page.texts("//tbody/tr") == [
        "Thu 14 May, 10:00–11:30 Coordination meeting Meeting Hall, Tbilisi",
        "1–3 June 2026 Cancelled: Visit Meeting",
    ]


def test_a_month_is_printed_alone(client: FlaskClient, database: Database) -> None:
    add(database, make_item())
    page = Page(client.get("/print?month=2026-05"))
    assert page.texts("//main//h2") == ["May 2026"]
    assert len(page.texts("//tbody/tr")) == 1


def test_without_a_choice_it_is_the_quarter_of_today(client: FlaskClient) -> None:
    assert Page(client.get("/print")).text("//h1") == "Quarter 1, 2026"


@pytest.mark.parametrize("path", ["/print?quarter=x", "/print?quarter=2026-Q5"])
def test_what_is_no_quarter_is_said(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 400


def test_the_same_goes_out_as_pdf(client: FlaskClient, database: Database) -> None:
    georgian = {"ka": Text("საკოორდინაციო შეხვედრა")}
    add(
        database,
        make_item(texts=georgian, place=Place("დარბაზი", "Tbilisi")),
        numbered(make_item(visibility=Visibility.STAFF, texts={"en": Text("No")}), 1),
    )
    address = "/print?quarter=2026-Q2&lang=ka"
    (link,) = Page(client.get(address)).all("//a[@type='application/pdf']/@href")
    response = client.get(link)
    text = text_of(response.data)
    for words in ("კვარტალი 2, 2026", "საკოორდინაციო შეხვედრა", "დარბაზი, Tbilisi"):
        assert words in text
    assert "1 ღონისძიება" in text
    (page,) = opened(response.data).pages
    targets = [link.get_object()["/A"]["/URI"] for link in page["/Annots"]]
    assert targets == ["http://calendar.example.org/items/coordination-meeting?lang=ka"]


def test_what_staff_alone_see_is_on_no_paper(
    database: Database, signed_in_as: Callable[[Account], FlaskClient]
) -> None:
    add(database, make_item(visibility=Visibility.STAFF))
    client = signed_in_as(BEN)
    assert client.get("/items/coordination-meeting").status_code == 200
    assert "0 events" in text_of(client.get("/print.pdf?quarter=2026-Q2").data)


def test_what_was_chosen_stands_on_the_paper(
    client: FlaskClient, database: Database
) -> None:
    add(database, make_item(tags=("film",)))
    address = "/print.pdf?month=2026-05&kind=meeting&tag=film&lang=en"
    text = text_of(client.get(address).data)
    assert "1 event · As of 10 March 2026" in text
    assert "Meetings · film" in text


def test_a_month_on_screen_is_printed_as_it_is_narrowed(client: FlaskClient) -> None:
    footer = "//footer//a[text()='To print']/@href"
    month = Page(client.get("/?month=2027-03&kind=meeting&tag=a"))
    assert month.all(footer) == ["/print?month=2027-03&kind=meeting&tag=a"]
    agenda = Page(client.get("/agenda?kind=meeting"))
    assert agenda.all(footer) == ["/print?kind=meeting"]
    assert Page(client.get("/subscribe")).all(footer) == ["/print"]


def test_a_month_leads_to_its_neighbours_and_its_quarter(client: FlaskClient) -> None:
    page = Page(client.get("/print?month=2027-03&kind=meeting"))
    assert page.texts("//nav[@class='steps']/a") == ["‹ February 2027", "April 2027 ›"]
    assert page.all("//nav[@class='steps']/a/@href") == [
        "/print?month=2027-02&kind=meeting",
        "/print?month=2027-04&kind=meeting",
    ]
    assert page.text("//p[@class='facts-line']") == "Meetings"
    assert page.texts("//p[contains(@class, 'paper-hint')]")[-1] == (
        "The whole quarter: Quarter 1, 2027"
    )
    (quarter,) = page.all("//p[contains(@class, 'paper-hint')][2]/a/@href")
    assert quarter == "/print?quarter=2027-Q1&kind=meeting"


def test_a_quarter_names_its_neighbours_in_words_and_leads_to_its_months(
    client: FlaskClient,
) -> None:
    page = Page(client.get("/print?quarter=2027-Q1&lang=en"))
    assert page.texts("//nav[@class='steps']/a") == [
        "‹ Quarter 4, 2026",
        "Quarter 2, 2027 ›",
    ]
    assert page.texts("//p[contains(@class, 'paper-hint')]")[-1] == (
        "One month alone: January 2027 · February 2027 · March 2027"
    )
