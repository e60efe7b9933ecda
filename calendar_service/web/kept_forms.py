"""What somebody had written when their session was gone: kept, and given back.

The fields travel through the sign-in as one hidden field. They are never acted
on by that: whoever has signed in presses a button that shows them in their form.
"""

import json
from collections.abc import Sequence

from flask import Response, request

from calendar_service.web.layout import page

FIELD = "kept"
MOST_FIELDS, MOST_LETTERS = 2_000, 400_000
NOT_KEPT = frozenset({"csrf_token", "step", "password", FIELD})
Fields = Sequence[tuple[str, str]]


def posted_form() -> str:
    """Return the fields that were posted, or those already kept, as one text."""
    if FIELD in request.form:
        return request.form[FIELD]
    every = request.form.items(multi=True)
    return write_kept([pair for pair in every if pair[0] not in NOT_KEPT])


def write_kept(fields: Fields) -> str:
    """Write fields as one text; Georgian letters stay three bytes."""
    return json.dumps([list(pair) for pair in fields], ensure_ascii=False)


def read_kept(text: str) -> list[tuple[str, str]]:
    """Read what write_kept wrote; nothing where it is anything else."""
    try:
        found = json.loads(text[:MOST_LETTERS])
    except (ValueError, RecursionError):
        return []
    if not isinstance(found, list):
        return []
    pairs = [pair for pair in found[:MOST_FIELDS] if _is_pair(pair)]
    return [(name, value) for name, value in pairs if name not in NOT_KEPT]


def is_only_shown() -> bool:
    """Tell whether a form is to be shown as it is posted: nothing is done by it."""
    return request.form.get("step") == "show"


def kept_page(target: str, fields: Fields, status: int = 200) -> Response:
    """Offer what was written, to be shown in its form again."""
    return page("kept.html", private=True, status=status, target=target, fields=fields)


def _is_pair(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2  # noqa: PLR2004 - a name and its value
        and all(isinstance(part, str) for part in value)
    )
