"""Language, digest and absences, as people decide them for themselves."""

from collections.abc import Callable
from datetime import date, time

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from calendar_service.domain.absence import Absence
from calendar_service.domain.account import Account
from calendar_service.domain.digest_choice import DigestChoice, Rhythm
from calendar_service.storage.absences import list_absences
from calendar_service.storage.accounts import find_account
from calendar_service.storage.database import Database
from calendar_service.storage.digests import list_digests
from tests.builders import ADA, BEN
from tests.web.seeing import Page

SignedIn = Callable[[Account], FlaskClient]
WEEKLY = {"every": "weekly", "weekday": "4", "send_at": "17:05"}


@pytest.fixture
def ada(signed_in_as: SignedIn) -> FlaskClient:
    return signed_in_as(ADA)


def send(client: FlaskClient, what: str, **fields: str) -> TestResponse:
    token = Page(client.get("/staff/account")).all("//input[@name='csrf_token']/@value")
    path = f"/staff/account/{what}"
    return client.post(path, data={"csrf_token": token[0], **fields})


def wrongs(response: TestResponse) -> dict[str, str]:
    """Return what is said beside the fields that are marked."""
    assert response.status_code == 422
    page = Page(response)
    marked = page.all("//*[@aria-invalid='true']/@id")
    described = [page.all(f"//*[@id='{n}']/@aria-describedby")[0] for n in marked]
    said = [page.text(f"//*[@id='{each.split()[-1]}']") for each in described]
    return dict(zip(marked, said, strict=True))


def chosen(client: FlaskClient, field: str) -> list[str]:
    page = Page(client.get("/staff/account"))
    return page.all(f"//select[@id='{field}']/option[@selected]/@value")


def digests(database: Database) -> list[DigestChoice]:
    with database.reading() as session:
        return list_digests(session)


def absences(database: Database) -> list[Absence]:
    with database.reading() as session:
        return list(list_absences(session, date.min))


def test_the_language_holds_for_mails_and_pages(
    ada: FlaskClient, database: Database
) -> None:
    token = Page(ada.get("/staff/account")).all("//input[@name='csrf_token']/@value")[0]
    answer = ada.post(
        "/staff/account/language?lang=en", data={"csrf_token": token, "language": "ka"}
    )
    assert answer.location == "/staff/account?saved=language"
    page = Page(ada.get(answer.location))
    assert page.all("/html/@lang") == ["ka"]
    assert page.text("//main//*[@role='status']") == "თქვენი ენა შენახულია."
    assert chosen(ada, "language") == ["ka"]
    with database.reading() as session:
        account = find_account(session, ADA.email)
    assert account is not None
    assert account.language == "ka"


@pytest.mark.parametrize("language", ["", "fr", "x" * 300, "en\x00"])
def test_a_language_that_we_do_not_speak_is_not_chosen(
    ada: FlaskClient, language: str
) -> None:
    assert wrongs(send(ada, "language", language=language)) == {
        "language": "Choose one of the languages."
    }
    assert chosen(ada, "language") == ["en"]


def test_a_digest_is_chosen_shown_and_left(
    ada: FlaskClient, database: Database
) -> None:
    assert chosen(ada, "every") == ["none"]
    answer = send(ada, "digest", **WEEKLY)
    assert answer.location == "/staff/account?saved=digest"
    (found,) = digests(database)
    assert found == DigestChoice(
        address=ADA.email, every=Rhythm.WEEKLY, weekday=4, send_at=time(17, 5)
    )
    assert [chosen(ada, name) for name in ("every", "weekday")] == [["weekly"], ["4"]]
    page = Page(ada.get("/staff/account"))
    assert page.all("//input[@id='send_at']/@value") == ["17:05"]
    send(ada, "digest", **WEEKLY | {"every": "none", "send_at": ""})
    assert digests(database) == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"every": "hourly"}, {"every": "Choose how often."}),
        ({"weekday": "6"}, {"weekday": "Choose a working day."}),
        ({"weekday": "-1"}, {"weekday": "Choose a working day."}),
        ({"send_at": "soon"}, {"send_at": "Write a time like 08:30."}),
        ({"send_at": "25:00"}, {"send_at": "Write a time like 08:30."}),
        (
            {"every": "", "weekday": "x"},
            {"every": "Choose how often.", "weekday": "Choose a working day."},
        ),
    ],
)
def test_what_is_wrong_with_a_digest_stands_beside_its_field(
    ada: FlaskClient, database: Database, fields: dict[str, str], said: dict[str, str]
) -> None:
    response = send(ada, "digest", **WEEKLY | fields)
    assert wrongs(response) == said
    assert digests(database) == []
    typed = Page(response).all("//input[@id='send_at']/@value")
    assert typed == [fields.get("send_at", "17:05")]


def test_an_absence_is_noted_and_taken_back(
    ada: FlaskClient, database: Database
) -> None:
    for first, last in (("2026-05-04", "2026-05-08"), ("2026-03-10", "2026-03-10")):
        answer = send(ada, "absence", first=first, last=last)
        assert answer.location == "/staff/account?saved=absence"
    assert absences(database) == [
        Absence(ADA.email, date(2026, 3, 10), date(2026, 3, 10)),
        Absence(ADA.email, date(2026, 5, 4), date(2026, 5, 8)),
    ]
    page = Page(ada.get("/staff/account"))
    away = "//section[@aria-labelledby='away-head']//li"
    assert page.texts(f"{away}//strong") == [
        "10 March 2026",
        "4–8 May 2026",
    ]
    assert page.texts(f"{away}//button") == ["I am back", "Take back"]
    for _ in range(2):
        answer = send(ada, "absence/end", first="2026-05-04")
        assert answer.status_code == 303
    assert len(absences(database)) == 1


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-05-04", "", {"last": "Write a day like 2027-03-01."}),
        (
            "tomorrow",
            "31.12.2026",
            {
                "first": "Write a day like 2027-03-01.",
                "last": "Write a day like 2027-03-01.",
            },
        ),
        ("2026-05-04", "2026-05-03", {"last": "This day lies before the first one."}),
        ("2026-03-01", "2026-03-09", {"last": "This day is over already."}),
        (
            "2026-03-10",
            "9999-12-31",
            {"last": "That is more than a year. Name an earlier last day."},
        ),
    ],
)
def test_what_is_wrong_with_an_absence_stands_beside_its_field(
    ada: FlaskClient, database: Database, first: str, last: str, said: dict[str, str]
) -> None:
    response = send(ada, "absence", first=first, last=last)
    assert wrongs(response) == said
    assert absences(database) == []
    typed = {name: Page(response).all(f"//input[@id='{name}']/@value") for name in said}
    assert typed == {n: [v] if v else [] for n, v in _typed(first, last, said).items()}


def _typed(first: str, last: str, said: dict[str, str]) -> dict[str, str]:
    return {name: {"first": first, "last": last}[name] for name in said}


def test_nobody_touches_the_wishes_of_others(
    ada: FlaskClient, signed_in_as: SignedIn, database: Database
) -> None:
    send(ada, "absence", first="2026-05-04", last="2026-05-08")
    send(ada, "digest", **WEEKLY)
    ben = signed_in_as(BEN)
    send(ben, "absence/end", first="2026-05-04", address=ADA.email)
    send(ben, "digest", every="none", address=ADA.email)
    assert len(absences(database)) == len(digests(database)) == 1
    page = Page(ben.get("/staff/account"))
    assert page.texts("//section[@aria-labelledby='away-head']//li") == []
