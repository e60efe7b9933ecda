"""A register with an agreement that runs and one that is over."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from calendar_service.domain.account import Account
from calendar_service.domain.agreement import Agreement
from calendar_service.domain.item import ItemKind, Person, Visibility
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from tests.builders import make_item
from tests.web.seeing import Page

SignedIn = Callable[[Account], FlaskClient]


REGISTER = "/staff/agreements"


MOU = make_item(
    uid="mou@example.org",
    slug="mou",
    kind=ItemKind.AGREEMENT,
    visibility=Visibility.STAFF,
    texts={"en": Text("Memorandum with the City")},
    focal_point=Person("Nino", "nino@example.org"),
    agreement=Agreement(
        type="MoU",
        parties=("Office", "City"),
        effective_on=date(2025, 1, 1),
        expires=whole_days(date(2026, 12, 31)),
    ),
)


OLD = replace(
    MOU,
    uid="old@example.org",
    slug="old",
    texts={"en": Text("=Old grant")},
    agreement=Agreement(type="Grant", expires=whole_days(date(2025, 12, 31))),
)


def named(page: Page) -> list[str]:
    return page.texts("//table//tbody//th/a")


def send(client: FlaskClient, act: str, **fields: str) -> TestResponse:
    """Fill in a form of the page of MOU and send it."""
    form = f"//form[contains(@action, '/{act}')]"
    seen = Page(client.get(f"{REGISTER}/mou"))
    hidden = {
        name: seen.all(f"{form}//input[@name='{name}']/@value")[0]
        for name in ("csrf_token", "revision")
    }
    return client.post(f"{REGISTER}/mou/{act}", data={**hidden, **fields})


def token(client: FlaskClient) -> str:
    (found,) = Page(client.get("/staff/")).all("//input[@name='csrf_token']/@value")
    return found
