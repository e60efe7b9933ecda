"""Addresses of this site as QR codes."""

import pytest
from flask.testing import FlaskClient

from calendar_service.web.http import own_path


def test_a_path_of_this_site_is_drawn_for_a_while(client: FlaskClient) -> None:
    response = client.get("/qr.svg?to=/items/a?lang=ka")
    assert response.status_code == 200
    assert response.content_type == "image/svg+xml"
    assert response.headers["Cache-Control"] == "public, max-age=86400"
    assert response.data.startswith(b"<svg")
    other = client.get("/qr.svg?to=/items/b?lang=ka")
    assert other.data != response.data


def test_a_subscription_is_another_code(client: FlaskClient) -> None:
    plain = client.get("/qr.svg?to=/feeds/all.ics").data
    assert client.get("/qr.svg?to=/feeds/all.ics&as=webcal").data != plain


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "https://evil.example",
        "//evil.example",
        "/%5cevil",
        "/" + "x" * 1_000,
        "%00",
    ],
)
def test_no_other_address_is_drawn(client: FlaskClient, asked: str) -> None:
    assert own_path("/items/a", "") == "/items/a"
    assert client.get(f"/qr.svg?to={asked}").status_code == 404
