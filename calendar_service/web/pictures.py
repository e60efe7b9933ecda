"""Pictures that editors uploaded, served."""

from flask import Blueprint, Response, abort, send_from_directory

from calendar_service.services.picturing import FOLDER, TYPES
from calendar_service.web import http

pictures = Blueprint("pictures", __name__)

UNKNOWN = 404
SECONDS = 31_536_000


@pictures.get("/pictures/<name>")
def picture(name: str) -> Response:
    """Send a picture as nothing but a picture; its bytes never change."""
    stem, _, ending = name.partition(".")
    if ending not in TYPES or not (stem.isascii() and stem.isalnum()):
        abort(UNKNOWN)
    folder = http.settings().instance / FOLDER
    return send_from_directory(
        folder.absolute(), name, mimetype=TYPES[ending], max_age=SECONDS
    )
