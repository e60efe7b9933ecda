"""The demo's mailbox: what would have been mailed, to read on a page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import wraps
from io import BytesIO
from typing import ParamSpec

from flask import Blueprint, Response, send_file
from werkzeug.exceptions import NotFound

from calendar_service.storage.mailbox import (
    ReceivedMail,
    find_received,
    list_received,
)
from calendar_service.web import http
from calendar_service.web.layout import page

mailbox = Blueprint("mailbox", __name__)

HTML_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
LARGEST_ID = 2**31 - 1
Asked = ParamSpec("Asked")


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as a reader sees it."""

    id: int
    received_at: datetime
    subject: str
    sender: str
    to: str
    text: str
    html: str
    attachments: list[tuple[str, bytes]]


def demo_only(view: Callable[Asked, Response]) -> Callable[Asked, Response]:
    """Let there be no mailbox outside the demo."""

    @wraps(view)
    def guarded(*args: Asked.args, **kwargs: Asked.kwargs) -> Response:
        if not http.settings().demo:
            raise NotFound
        return view(*args, **kwargs)

    return guarded


@mailbox.get("/mailbox")
@demo_only
def inbox() -> Response:
    with http.reading() as session:
        received = list_received(session)
    return page("mailbox.html", private=True, letters=list(map(read_letter, received)))


@mailbox.get("/mailbox/<int:mail_id>")
@demo_only
def letter(mail_id: int) -> Response:
    return page("letter.html", private=True, letter=_find(mail_id))


@mailbox.get("/mailbox/<int:mail_id>/html")
@demo_only
def letter_html(mail_id: int) -> Response:
    """Show the HTML of a mail as a mail program does: no script, no address."""
    found = _find(mail_id)
    if not found.html:
        raise NotFound
    response = Response(found.html, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = HTML_POLICY
    return _private(response)


@mailbox.get("/mailbox/<int:mail_id>/attachments/<int:number>")
@demo_only
def attachment(mail_id: int, number: int) -> Response:
    """Hand an attachment out as a file, never as a page."""
    attached = _find(mail_id).attachments
    if number >= len(attached):
        raise NotFound
    name, body = attached[number]
    response = send_file(
        BytesIO(body),
        "application/octet-stream",
        as_attachment=True,
        download_name=name,
    )
    response.headers["Content-Security-Policy"] = HTML_POLICY
    return _private(response)


def read_letter(mail: ReceivedMail) -> Letter:
    """Read the bytes as a mail program would; what cannot be read is left out."""
    parsed = message_from_bytes(mail.raw, policy=default)
    return Letter(
        id=mail.id,
        received_at=mail.received_at,
        subject=str(parsed["subject"] or ""),
        sender=str(parsed["from"] or ""),
        to=str(parsed["to"] or ""),
        text=_body(parsed, "plain"),
        html=_body(parsed, "html"),
        attachments=[_attached(part) for part in parsed.iter_attachments()],
    )


def _find(mail_id: int) -> Letter:
    found = None
    if mail_id <= LARGEST_ID:
        with http.reading() as session:
            found = find_received(session, mail_id)
    if found is None:
        raise NotFound
    return read_letter(found)


def _body(parsed: EmailMessage, subtype: str) -> str:
    body = parsed.get_body((subtype,))
    if body is None:
        return ""
    try:
        return str(body.get_content())
    except (LookupError, ValueError):
        payload = body.get_payload(decode=True)
        return payload.decode(errors="replace") if isinstance(payload, bytes) else ""


def _attached(part: EmailMessage) -> tuple[str, bytes]:
    payload = part.get_payload(decode=True)
    return part.get_filename("attachment"), payload if isinstance(
        payload, bytes
    ) else b""


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
