"""The kinds that the item form offers."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from calendar_service.config import Settings
from calendar_service.domain.account import Account
from calendar_service.domain.item import Item, ItemKind
from calendar_service.services.picturing import FOLDER
from calendar_service.storage.database import Database
from calendar_service.storage.items import count_items, find_by_slug
from tests.builders import ADA, BEN, make_item
from tests.web.filling import EDIT, NEW, shown, token
from tests.web.seeing import Page, add

SignIn = Callable[[Account], FlaskClient]
FILMS = frozenset({ItemKind.SCREENING, ItemKind.TRAINING})
ZURA = replace(BEN, email="zura@example.org", kinds=FILMS)
OFFERED = "//select[@name='kind']/option/@value"
CHOSEN = "//select[@name='kind']/option[@selected]/@value"
REFUSED = (
    "Your account changes events of these kinds: Screening, Training."
    " This one is of the kind Meeting. An administrator can change that."
)


def post(client: FlaskClient, path: str, **values: Any) -> TestResponse:  # noqa: ANN401 - text or a file
    return client.post(path, data={"csrf_token": token(client), **values})


def kind_of(database: Database, slug: str) -> ItemKind:
    with database.reading() as session:
        found: Item | None = find_by_slug(session, slug)
    assert found is not None
    return found.kind


@pytest.mark.parametrize(
    ("who", "asked", "chosen"),
    [
        (ADA, "", "meeting"),
        (ADA, "?kind=screening", "screening"),
        (ADA, "?kind=party", "meeting"),
        (ZURA, "", "screening"),
        (ZURA, "?kind=training", "training"),
        (ZURA, "?kind=meeting", "screening"),
    ],
)
def test_a_new_form_begins_with_a_kind_that_is_open(
    signed_in_as: SignIn, who: Account, asked: str, chosen: str
) -> None:
    page = Page(signed_in_as(who).get(NEW + asked))
    kinds = [kind.value for kind in ItemKind if not who.kinds or kind in who.kinds]
    assert (page.all(OFFERED), page.all(CHOSEN)) == (kinds, [chosen])


def test_a_kind_that_was_not_offered_is_refused_and_no_picture_is_kept(
    signed_in_as: SignIn, settings: Settings, database: Database
) -> None:
    client, picture = signed_in_as(ZURA), BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    values = {"kind": "meeting", "when": "5 May 2027", "texts.en.title": "A"}
    file = (BytesIO(picture.getvalue()), "a.png")
    for step in ("draft", "publish", "show"):
        answer = post(client, NEW, step=step, picture=file, **values)
        assert answer.status_code == 403
        assert Page(answer).text("//main//p[@class='lead']") == REFUSED
        file = (BytesIO(picture.getvalue()), "a.png")
    assert not (settings.instance / FOLDER).exists()
    with database.reading() as session:
        assert count_items(session) == 0


def test_another_kind_takes_the_old_and_the_new(
    signed_in_as: SignIn, database: Database
) -> None:
    add(database, make_item(kind=ItemKind.SCREENING))
    zura, slug = signed_in_as(ZURA), "coordination-meeting"
    form = shown(zura, EDIT)
    assert zura.post(EDIT, data={**form, "kind": "meeting"}).status_code == 403
    assert kind_of(database, slug) is ItemKind.SCREENING
    moved = {**form, "kind": "training", "step": "save"}
    assert zura.post(EDIT, data=moved).status_code == 303
    assert kind_of(database, slug) is ItemKind.TRAINING
    ben = signed_in_as(BEN)
    form = shown(ben, EDIT)
    away = {**form, "kind": "meeting", "step": "save"}
    assert ben.post(EDIT, data=away).status_code == 303
    back = {**form, "kind": "training", "step": "save", "csrf_token": token(zura)}
    assert zura.post(EDIT, data=back).status_code == 403
    assert kind_of(database, slug) is ItemKind.MEETING
