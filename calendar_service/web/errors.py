"""Error pages: what happened and what helps, in the reader's language."""

import logging
import re
from typing import cast

from flask import Flask, Response, g, request
from flask_babel import gettext, lazy_gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    NotFound,
    ServiceUnavailable,
    TooManyRequests,
)

from calendar_service.domain.account import Account, NotAllowed, OutsideKinds
from calendar_service.domain.item import StaleItem
from calendar_service.domain.phrases import kind_name
from calendar_service.storage.database import DatabaseTrouble, OperationalError
from calendar_service.web.language import language
from calendar_service.web.layout import page

log = logging.getLogger(__name__)

TOO_LARGE, SERVER_ERROR = 413, 500
WORDS = {
    400: (
        lazy_gettext("This address is not quite right"),
        lazy_gettext("Something in it could not be read. Start again from the month."),
    ),
    403: (
        lazy_gettext("This is not open to you"),
        lazy_gettext(
            "Your account may not do this. An administrator can change its role."
        ),
    ),
    404: (
        lazy_gettext("There is no such page"),
        lazy_gettext(
            "The address may be mistyped, or the page was never here."
            " The calendar shows everything that is coming."
        ),
    ),
    405: (
        lazy_gettext("This does not work here"),
        lazy_gettext("The page exists, but it cannot be used in this way."),
    ),
    409: (
        lazy_gettext("Somebody else was faster"),
        lazy_gettext(
            "This event was changed after you had opened it."
            " Nothing was overwritten: open it again and repeat your change."
        ),
    ),
    410: (
        lazy_gettext("This event has been removed"),
        lazy_gettext("It stood in the calendar once and was taken out."),
    ),
    413: (
        lazy_gettext("This is too large"),
        lazy_gettext(
            "At most 10 megabytes are accepted at a time. Go back: what you wrote is"
            " still in the form."
        ),
    ),
    429: (
        lazy_gettext("Too many tries"),
        lazy_gettext("Please wait a few minutes, then try again."),
    ),
    500: (
        lazy_gettext("Something went wrong on our side"),
        lazy_gettext("It has been noted. Please try again in a moment."),
    ),
    502: (
        lazy_gettext("The sign-in service does not answer"),
        lazy_gettext("Please try again in a few minutes, or sign in with a password."),
    ),
    503: (
        lazy_gettext("The calendar is resting for a moment"),
        lazy_gettext("Its data cannot be reached now. Please try again in a minute."),
    ),
}
SECRET = re.compile(r"(/feeds/private/|/mail/[a-z]+/)[^/\s]+")
COPIED = lazy_gettext(
    "Where scripts may run, this device also keeps a copy of it, and the form offers to"
    " put it back."
)
KEEP_A_COPY = {"drafting.add", "drafting.change"}
UNMADE = lazy_gettext("This could not be made just now")
EXPIRED = (
    lazy_gettext("The form has expired"),
    lazy_gettext(
        "Nothing was changed. Go back, load the page again and send it again."
    ),
)


class OddQuery(BadRequest):
    """Something asked for cannot be read; the description is for the reader."""


class NotHere(NotFound):
    """Something named does not exist; the description is for the reader."""


class NotWhole(NotHere):
    """A link from a mail was not copied whole."""

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "The link is not whole. Open it from the mail once more, all of it."
            )
        )


class TooOften(TooManyRequests):
    """Something was asked for too often; the description is for the reader."""


class NotNow(ServiceUnavailable):
    """Something cannot be made at the moment; the description is for the reader."""


def explain_errors(app: Flask) -> None:
    """Answer every error with a page, never with a traceback."""
    app.logger.addFilter(without_secrets)
    app.register_error_handler(HTTPException, explain)
    app.register_error_handler(NotAllowed, _refused)
    app.register_error_handler(OutsideKinds, _outside)
    app.register_error_handler(StaleItem, lambda _: _error_page(409))
    app.register_error_handler(OperationalError, _unreachable)
    app.register_error_handler(DatabaseTrouble, _unreachable)


def without_secrets(record: logging.LogRecord) -> bool:
    """Take the secret out of the address that Flask logs with an error."""
    record.msg, record.args = SECRET.sub(r"\1…", record.getMessage()), ()
    return True


def explain(error: HTTPException) -> Response:
    """Say what happened on a page, with the headers of the error."""
    if error.response is not None:
        return cast("Response", error.response)
    title, sentence = WORDS.get(error.code or SERVER_ERROR, WORDS[400])
    if isinstance(error, CSRFError):
        title, sentence = EXPIRED
    elif error.code == TOO_LARGE and request.endpoint in KEEP_A_COPY:
        sentence = f"{sentence} {COPIED}"
    elif isinstance(error, OddQuery | NotHere | TooOften):
        sentence = error.description
    elif isinstance(error, NotNow):
        title, sentence = UNMADE, error.description
    answer = _error_page(error.code or SERVER_ERROR, str(title), str(sentence))
    for name, value in error.get_headers():
        if name != "Content-Type":
            answer.headers[name] = value
    return answer


def _refused(wrong: NotAllowed) -> Response:
    log.info("%s refused: %s", request.endpoint, wrong)
    return _error_page(403, who=g.get("account"))


def _outside(wrong: OutsideKinds) -> Response:
    """Name the kinds that are open, and the one that is not."""
    log.info("%s refused: %s", request.endpoint, wrong)
    said = gettext(
        "Your account changes events of these kinds: %(kinds)s. This one is of the"
        " kind %(kind)s. An administrator can change that.",
        kinds=", ".join(kind_name(kind, language()) for kind in wrong.kinds),
        kind=kind_name(wrong.kind, language()),
    )
    return _error_page(403, sentence=said, who=g.get("account"))


def _unreachable(error: Exception) -> Response:
    log.error("the database cannot be reached: %s", type(error).__name__)
    answer = _error_page(503)
    answer.headers["Retry-After"] = "60"
    return answer


def _error_page(
    code: int, title: str = "", sentence: str = "", who: Account | None = None
) -> Response:
    """Render without asking who is signed in: the database may be the trouble."""
    known, advice = WORDS.get(code, WORDS[400])
    return page(
        "error.html",
        status=code,
        private=True,
        who=who,
        code=code,
        title=title or str(known),
        sentence=sentence or str(advice),
    )
