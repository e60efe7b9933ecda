"""Pages as PDF: offered where the library for it is installed."""

from hashlib import sha256
from typing import cast

from flask import Flask, Response, current_app, render_template, request
from flask_babel import gettext

from calendar_service.paper.typesetting import Busy, Typesetter, Unmade
from calendar_service.web.errors import NotHere, NotNow, OddQuery

NAME = "typesetter"
MEDIA_TYPE = "application/pdf"
SECONDS_TO_WAIT = 10
MOST_ROWS = 600
"""About eight seconds of work. A browser prints any number."""


def furnish(app: Flask) -> None:
    """Give the application what sets its pages."""
    app.extensions[NAME] = Typesetter()


def is_offered(rows: int) -> bool:
    """Tell whether this installation makes a PDF of so many rows."""
    return _typesetter().is_there and rows <= MOST_ROWS


def demand_offer(rows: int) -> None:
    """Say why there is no PDF where none is offered."""
    if not _typesetter().is_there:
        raise NotHere(
            gettext("This calendar makes no PDF. Print the page from your browser.")
        )
    if rows > MOST_ROWS:
        raise OddQuery(
            gettext(
                "This has %(rows)s rows, and a PDF holds %(most)s. Choose less of it,"
                " or print the page from your browser.",
                rows=rows,
                most=MOST_ROWS,
            )
        )


def send_paper(
    template: str, file_name: str, *, private: bool = False, **values: object
) -> Response:
    """Set a template as PDF and send it, or 304 to whoever has this very one.

    A private one is never stored anywhere.
    """
    page = render_template(template, **values)
    response = Response(content_type=MEDIA_TYPE)
    disposition = f'inline; filename="{file_name}.pdf"'
    response.headers["Content-Disposition"] = disposition
    if private:
        response.headers["Cache-Control"] = "private, no-store"
        response.data = _set(page)
        return response
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(sha256(page.encode()).hexdigest())
    if request.if_none_match.contains(response.get_etag()[0] or ""):
        response.status_code = 304
    else:
        response.data = _set(page)
    return response


def _set(page: str) -> bytes:
    try:
        return _typesetter().typeset(page)
    except Busy:
        said = gettext("Other documents are being made. Try again in a few seconds.")
    except Unmade:
        said = gettext("The PDF was not made. Print the page from your browser.")
    raise NotNow(said, retry_after=SECONDS_TO_WAIT)


def _typesetter() -> Typesetter:
    return cast("Typesetter", current_app.extensions[NAME])
