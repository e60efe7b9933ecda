"""Sentences about a field call it what the form calls it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from calendar_service.domain.account import Account
from calendar_service.domain.item import ItemKind
from calendar_service.storage.database import Database
from calendar_service.web.form_labels import label_of
from tests.builders import BEN, make_item
from tests.web.filling import EDIT
from tests.web.seeing import Page, add

GROUPS = ("organisers", "partners", "links", "focal_point", "deputy", "overrides")


@pytest.mark.parametrize("language", ["en", "ka"])
def test_each_field_has_the_name_that_stands_beside_it(
    app: Flask,
    signed_in_as: Callable[[Account], FlaskClient],
    database: Database,
    language: str,
) -> None:
    add(database, make_item(kind=ItemKind.AGREEMENT))
    page = Page(signed_in_as(BEN).get(f"{EDIT}?lang={language}"))
    beside = {
        field.get("name"): page.text(f"//label[@for='{field.get('id')}']")
        for field in page.root.xpath("//form[@data-keep]//*[@name and @id]")
    }
    with app.test_request_context(f"/?lang={language}"):
        called = {name: label_of(name) for name in beside}
    assert "" not in called.values()
    alone = {
        name: label
        for name, label in beside.items()
        if name.partition(".")[0] not in {*GROUPS, "texts", "picture", "image"}
    }
    assert {name: called[name] for name in alone} == alone
    texts = {name: label for name, label in beside.items() if name.startswith("texts.")}
    assert len(texts) == 8
    assert all(called[name].startswith(label) for name, label in texts.items())


def test_what_stands_in_a_group_is_called_as_the_group(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert label_of("links.3.url") == "Links"
        assert label_of("focal_point.email") == "Focal point"
        assert label_of("overrides.0.moved") == "Single days that differ: moved to"
        assert label_of("texts.ka.title") == "Title (Georgian)"
        assert label_of("revision") == ""
