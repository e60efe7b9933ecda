"""The fields of an account, read from a form."""

from flask import Flask

from calendar_service.domain.account import Role
from calendar_service.domain.item import ItemKind
from calendar_service.services.account_keeping import Standing
from calendar_service.web.account_forms import choices_for, read_standing, version_of

FILMS = frozenset({ItemKind.SCREENING, ItemKind.TRAINING})
ADA = Standing(name="Ada", role=Role.EDITOR, kinds=FILMS, language="en")


def read(app: Flask, **fields: object) -> Standing:
    with app.test_request_context(method="POST", data=fields):
        return read_standing(ADA)


def test_what_was_chosen_is_read(app: Flask) -> None:
    kinds = ["news", "screening"]
    given = {"name": " Ada L. ", "role": "admin", "kind": kinds, "language": "ka"}
    assert read(app, **given) == Standing(
        name="Ada L.",
        role=Role.ADMIN,
        kinds=frozenset({ItemKind.NEWS, ItemKind.SCREENING}),
        language="ka",
    )


def test_what_was_never_offered_is_passed_over(app: Flask) -> None:
    given = {"name": "Ada", "role": "king", "kind": "party"}
    assert read(app, **given) == Standing(
        name="Ada", role=Role.EDITOR, kinds=frozenset(), language="en"
    )


def test_a_language_in_use_is_among_those_to_choose(app: Flask) -> None:
    with app.test_request_context():
        assert choices_for("ka").languages == ("en", "ka")
        assert choices_for("hy").languages == ("en", "ka", "hy")


def test_the_mark_of_a_version_is_another_for_each_field() -> None:
    others = (
        Standing(name="A", role=Role.EDITOR, kinds=FILMS, language="en"),
        Standing(name="Ada", role=Role.VIEWER, kinds=FILMS, language="en"),
        Standing(name="Ada", role=Role.EDITOR, kinds=frozenset(), language="en"),
        Standing(name="Ada", role=Role.EDITOR, kinds=FILMS, language="ka"),
    )
    assert len({version_of(each) for each in (ADA, *others)}) == 5
