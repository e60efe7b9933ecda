"""Pictures: from the form to the item, and out as nothing but a picture."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from PIL import Image

from calendar_service.config import Settings
from calendar_service.domain.account import Account
from calendar_service.storage.database import Database
from calendar_service.storage.items import find_by_slug
from tests.builders import ADA
from tests.web.filling import NEW, fields
from tests.web.seeing import Page

SignIn = Callable[[Account], FlaskClient]
ITEM = {
    "kind": "meeting",
    "when": "14 May 2026",
    "texts.en.title": "With a picture",
    "step": "draft",
}


def upload(client: FlaskClient, raw: bytes, **values: str) -> tuple[int, Page]:
    data = ITEM | values | {"csrf_token": fields(client.get(NEW))["csrf_token"]}
    sent = data | {"picture": (BytesIO(raw), "../../evil.html")}
    response = client.post(NEW, data=sent, content_type="multipart/form-data")
    page = Page(response) if response.status_code != 303 else None
    return response.status_code, page or Page(client.get(response.location))


@pytest.fixture
def drawn() -> bytes:
    made = BytesIO()
    Image.new("RGB", (8, 8), "red").save(made, "PNG")
    return made.getvalue()


def test_a_picture_with_its_words_becomes_part_of_the_item(
    signed_in_as: SignIn, database: Database, client: FlaskClient, drawn: bytes
) -> None:
    status, _ = upload(signed_in_as(ADA), drawn, **{"image.alt": "A red square"})
    assert status == 303
    with database.reading() as session:
        item = find_by_slug(session, "with-a-picture")
    assert item is not None
    assert item.image is not None
    assert item.image.alt == "A red square"
    path = item.image.url.removeprefix("http://calendar.example.org")
    answer = client.get(path, buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert Image.open(BytesIO(answer.data)).size == (8, 8)


def test_words_for_those_who_do_not_see_it_are_asked_for(
    signed_in_as: SignIn, drawn: bytes
) -> None:
    status, page = upload(signed_in_as(ADA), drawn)
    assert status == 422
    assert page.all("//*[@aria-invalid]/@name") == ["image.alt"]
    (kept,) = page.all("//input[@name='image.url']/@value")
    assert kept.startswith("http://calendar.example.org/pictures/")


def test_what_is_no_picture_is_refused_at_its_field(
    signed_in_as: SignIn, settings: Settings
) -> None:
    status, page = upload(signed_in_as(ADA), b"<script>alert(1)</script>")
    assert status == 422
    assert page.all("//*[@aria-invalid]/@name") == ["picture"]
    assert not (settings.instance / "pictures").exists()
