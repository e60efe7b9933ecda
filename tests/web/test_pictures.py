"""Pictures are served, and nothing else from their folder."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from PIL import Image

from calendar_service.config import Settings
from calendar_service.services.picturing import FOLDER, keep_picture


def test_a_picture_is_sent_as_nothing_but_a_picture(
    client: FlaskClient, settings: Settings
) -> None:
    made = BytesIO()
    Image.new("RGB", (8, 8), "red").save(made, "PNG")
    name = keep_picture(settings.instance / FOLDER, made.getvalue())
    answer = client.get(f"/pictures/{name}", buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["x.jpg", "..%2fcalendar.sqlite3", "calendar.sqlite3", "a.html", "a%00.jpg"]
)
def test_nothing_else_is_served_from_there(client: FlaskClient, name: str) -> None:
    assert client.get(f"/pictures/{name}").status_code == 404
