"""Days that were turned round: the form says so and keeps what was typed."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from calendar_service.domain.account import Account
from calendar_service.storage.database import Database
from tests.builders import BEN, make_item
from tests.web.seeing import Page, add

SignIn = Callable[[Account], FlaskClient]
SAID = "The last day lies before the first. Turn them round."
DAYS = ["2027-06-01", "2026-01-01"]
ASKED = f"from={DAYS[0]}&until={DAYS[1]}&kind=meeting"


def test_the_search_keeps_its_form(client: FlaskClient, database: Database) -> None:
    add(database, make_item())
    response = client.get(f"/search?q=meeting&{ASKED}")
    page = Page(response)
    assert response.status_code == 400
    assert page.text("//form//*[@role='alert']") == SAID
    assert page.all("//main//input[@aria-invalid]/@value") == DAYS
    assert page.all("//main//input[@checked]/@value") == ["meeting"]
    assert page.all("//main//input[@name='q']/@value") == ["meeting"]
    assert page.texts("//main//*[@class='empty' or @class='cards found']") == []


def test_the_list_of_the_staff_keeps_its_form(
    signed_in_as: SignIn, database: Database
) -> None:
    add(database, make_item())
    response = signed_in_as(BEN).get(f"/staff/items?{ASKED}")
    page = Page(response)
    assert response.status_code == 400
    assert page.text("//*[@role='alert']") == SAID
    assert page.all("//input[@aria-invalid]/@value") == DAYS
    assert page.all("//option[@selected]/@value") == ["meeting"]
    assert page.texts("//table | //*[@class='empty']") == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "down_from=2026-03-12T09:00&down_to=2026-03-11T09:00&until=2026-04-01",
            "An outage has a beginning and a later end, written as 2027-05-01T09:00.",
        ),
        (
            "down_from=2026-03-12T09:00&until=2025-01-01",
            (
                "“2025-01-01” is no day from today on, at most 400 days ahead. Write it"
                " as 2027-05-01."
            ),
        ),
    ],
)
def test_the_time_machine_keeps_its_form(
    signed_in_as: SignIn, query: str, said: str
) -> None:
    client = signed_in_as(BEN)
    response = client.get(f"/staff/time-machine?{query}&person=ada%40example.org")
    page = Page(response)
    assert response.status_code == 400
    assert page.text("//*[@role='alert']") == said
    typed = dict(part.split("=") for part in query.split("&"))
    for name, value in (*typed.items(), ("person", "ada@example.org")):
        assert page.all(f"//input[@name='{name}']/@value") == [value]
    assert page.texts("//*[@class='machine-count' or @class='empty']") == []
    plain = client.get(f"/staff/time-machine?{query}&format=json")
    assert plain.status_code == 400
