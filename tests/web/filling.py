"""Fill in the forms of the staff as a browser would."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.seeing import Page

NEW = "/staff/items/new"
DESK = "/staff/items/meeting-1@example.org"
EDIT = f"{DESK}/edit"
FIELDS = "//main//form//*[@name and not(self::button)]"


def token(client: FlaskClient, path: str = NEW) -> str:
    (found,) = Page(client.get(path)).all(
        "//form[@data-keep]/input[@name='csrf_token']/@value"
    )
    return found


def send(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    return client.post(path, data={"csrf_token": token(client, path), **fields})


def shown(client: FlaskClient, path: str) -> dict[str, str]:
    """Return the fields of the page's form as a browser would send them."""
    return fields(client.get(path))


def fields(response: TestResponse) -> dict[str, str]:
    """Return the fields of a form that came as an answer."""
    return {
        field.get("name"): value
        for field in Page(response).root.xpath(FIELDS)
        if (value := value_of(field)) is not None
    }


def value_of(field: Any) -> str | None:  # noqa: ANN401 - an element of lxml
    if field.get("type") in {"checkbox", "radio"} and field.get("checked") is None:
        return None
    value = field.value if field.tag != "input" else field.get("value", "")
    # Browsers drop the line break behind <textarea>.
    return "" if value is None else str(value).removeprefix("\n")
