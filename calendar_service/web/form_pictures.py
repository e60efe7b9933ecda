"""A picture that came with a form: kept, and its address put into the form."""

from flask import request

from calendar_service.domain.draft import Problem
from calendar_service.services.picturing import FOLDER, NoPicture, keep_picture
from calendar_service.web import http
from calendar_service.web.form_dates import Values

FIELD = "picture"


def with_picture(values: Values) -> tuple[Values, list[Problem]]:
    """Keep the picture that was posted, and put its address into the form."""
    file = request.files.get(FIELD)
    raw = file.read() if file is not None else b""
    if not raw:
        return values, []
    try:
        name = keep_picture(http.settings().instance / FOLDER, raw)
    except NoPicture as wrong:
        return values, [Problem(FIELD, str(wrong))]
    return values | {"image.url": http.absolute(f"/pictures/{name}")}, []
