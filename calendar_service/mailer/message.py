"""A MailMessage as the bytes that go over the wire (RFC 5322, MIME)."""

import hashlib
import re
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime

from calendar_service.domain.draft_text import address_problem
from calendar_service.domain.item import Person
from calendar_service.domain.mail import Attachment, MailMessage, message_id

MOST_LINE = 76
DOMAIN = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
PLAIN = re.compile(r"(?!.*=\?)[A-Za-z0-9 !#$%&'*+/=?^_`{|}~:.,()-]*")
PLAIN_NAME = re.compile(r"[A-Za-z0-9 ]*")
# Controls, and what else ends a line for somebody: NEL, U+2028, U+2029.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
NOT_IN_PROSE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9._~:/?#@!$&'()*+;=%\[\]-]+")
MOST_URL = 990
"""With its brackets it fits the longest line there is (RFC 5322 2.1.1)."""
NOT_IN_FILE_NAME = re.compile(r"[^A-Za-z0-9._-]+")


class MailRefused(Exception):
    """Nobody takes this mail, now or later; with the server's words."""


class _AsWritten(EmailPolicy):
    """Keep headers as the encoded text that we wrote.

    The standard policies read an encoded word in a header that is set, and
    write what it decodes to, line breaks included: a title can add a Bcc.
    """

    def header_store_parse(self, name: str, value: str) -> tuple[str, str]:
        return name, value


_POLICY = _AsWritten(linesep="\r\n", refold_source="none", cte_type="7bit")


def build_message(
    message: MailMessage, mail_from: Person, domain: str, now: datetime
) -> EmailMessage:
    """Return the mail as it is sent; the same bytes for the same arguments.

    Raises MailRefused for an address that no mail can go to, ValueError for
    a sender or domain that cannot stand in a header.
    """
    if _address_problem(message.to):
        raise MailRefused(_address_problem(message.to))
    if _address_problem(mail_from.email) or not DOMAIN.fullmatch(domain):
        raise ValueError(_address_problem(mail_from.email) or "no domain name")
    name, sender = _encoded("From", mail_from.name), f"<{mail_from.email}>"
    built = EmailMessage(policy=_POLICY)
    built["From"] = f"{name}\r\n {sender}" if name else sender
    built["To"] = message.to
    built["Subject"] = _encoded("Subject", message.subject)
    built["Date"] = format_datetime(now)
    built["Message-ID"] = message_id(message.key, domain)
    built["Auto-Submitted"] = "auto-generated"
    if DOMAIN.fullmatch(message.list_name):
        built["List-Id"] = f"<{message.list_name}.{domain}>"  # RFC 2919
    _offer_to_stop(built, message.unsubscribe_url)
    built.set_content(_prose(message.text), cte="base64")
    built.add_alternative(_prose(message.html), subtype="html", cte="base64")
    for attachment in message.attachments:
        _attach(built, attachment)
    if LANGUAGE.fullmatch(message.language):
        # At the end: turning it into a multipart hands Content- headers down.
        built["Content-Language"] = message.language
    _set_boundaries(built, message.key)
    return built


def _offer_to_stop(built: EmailMessage, url: str) -> None:
    """Add the two headers of RFC 8058, with which mail programs show a button.

    An address that could break the header is left out: the reminder counts more.
    """
    if len(url) <= MOST_URL and WEB_ADDRESS.fullmatch(url):
        # An address is never broken; a long one has a line of its own (RFC 2369 2).
        is_long = len("List-Unsubscribe: <>") + len(url) > MOST_LINE
        built["List-Unsubscribe"] = f"\r\n <{url}>" if is_long else f"<{url}>"
        built["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _address_problem(address: str) -> str:
    """Say why an address cannot stand in a header, "" if it can."""
    if "=?" in address:
        return "the address holds an encoded word"
    return address_problem(address) or ""


def _encoded(name: str, text: str) -> str:
    """Write free text as one header value (RFC 2047).

    Plain ASCII stays readable, unless it looks like an encoded word itself.
    """
    line = one_line(text)
    plain = PLAIN_NAME if name == "From" else PLAIN
    if plain.fullmatch(line) and len(name) + 2 + len(line) <= MOST_LINE:
        return line
    return Header(line, "utf-8", MOST_LINE, name).encode(linesep="\r\n")


def one_line(text: str) -> str:
    """Return text without line breaks and controls."""
    return " ".join(UNPRINTABLE.sub(" ", text).split())


def _prose(text: str) -> str:
    return NOT_IN_PROSE.sub("\ufffd", text)


def _attach(built: EmailMessage, attachment: Attachment) -> None:
    """Add a file; `media_type` may have parameters, as in RFC 6047 2.4."""
    kind, *parameters = (part.strip() for part in attachment.media_type.split(";"))
    maintype, _, subtype = kind.partition("/")
    given = dict(part.partition("=")[::2] for part in parameters)
    text = {"charset": "utf-8"} if maintype == "text" else {}
    built.add_attachment(
        attachment.body,
        maintype,
        subtype,
        filename=NOT_IN_FILE_NAME.sub("-", attachment.name),
        params=text | given,
    )


def _set_boundaries(built: EmailMessage, key: str) -> None:
    """Replace the random boundaries; no line of base64 can look like one."""
    parts = [part for part in built.walk() if part.is_multipart()]
    for number, part in enumerate(parts):
        digest = hashlib.sha256(f"{number} {key}".encode()).hexdigest()[:24]
        part.set_boundary(f"=_{digest}")
