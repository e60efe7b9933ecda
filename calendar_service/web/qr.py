"""Addresses of this site as QR codes, for posters and phones."""

import io

import segno
from flask import Blueprint, Response, request
from flask_babel import gettext

from calendar_service.web import http
from calendar_service.web.addresses import webcal
from calendar_service.web.errors import NotHere

qr = Blueprint("qr", __name__)

LONGEST = 900
SECONDS = 86_400
SCALE = 4


@qr.get("/qr.svg")
def code() -> Response:
    """Draw the code of a path of this site; `as=webcal` subscribes to it."""
    asked = request.args.get("to", "")
    path = http.own_path(asked, "")
    if not path or len(path) > LONGEST:
        raise NotHere(gettext("Only addresses of this calendar are drawn here."))
    address = http.absolute(path)
    if request.args.get("as") == "webcal":
        address = webcal(address)
    drawing = io.BytesIO()
    made = segno.make(address, error="m", micro=False)
    # White behind: a camera needs it on a dark page too.
    made.save(drawing, kind="svg", scale=SCALE, light="#fff", xmldecl=False)
    response = Response(drawing.getvalue(), content_type="image/svg+xml")
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    return response
