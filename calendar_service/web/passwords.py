"""A new password as a form gives it, typed twice."""

from dataclasses import dataclass, field

from flask import request
from flask_babel import gettext

from calendar_service.services.administering import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    hash_password,
    password_problem,
)


@dataclass(frozen=True, slots=True)
class NewPassword:
    """Its hash, or what is wrong by field."""

    hashed: str = ""
    wrong: dict[str, str] = field(default_factory=dict)


def posted_password() -> NewPassword:
    """Read the fields `new` and `again`."""
    new, again = (request.form.get(name, "") for name in ("new", "again"))
    wrong = {}
    if password_problem(new):
        wrong["new"] = _bounds()
    if new != again:
        wrong["again"] = gettext("The two new passwords are not the same.")
    return NewPassword(wrong=wrong) if wrong else NewPassword(hash_password(new))


def _bounds() -> str:
    said: str = gettext(
        "A password takes between %(least)s and %(most)s characters.",
        least=SHORTEST_PASSWORD,
        most=LONGEST_PASSWORD,
    )
    return said
