"""A mail that is ready to go, and the key that makes it single."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along."""

    name: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class MailMessage:
    """One mail to one person. `key` says on which occasion: never two of a key.

    `unsubscribe_url` takes a POST and stops mails like this one (RFC 8058); it
    is empty where mails cannot be stopped. `list_name` is a word that names the
    list that it belongs to, empty where it belongs to none.
    """

    key: str
    to: str
    subject: str
    text: str
    html: str
    language: str = "en"
    attachments: tuple[Attachment, ...] = ()
    unsubscribe_url: str = ""
    list_name: str = ""


def message_id(key: str, domain: str) -> str:
    """Return the Message-ID (RFC 5322 3.6.4) that every copy of this mail has.

    Made from the key, so that a mail sent again after a crash folds with the
    first one in the reader's client.
    """
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return f"<{digest}@{domain}>"


def masked(address: str) -> str:
    """Return a hint at an address: "n…@example.org"."""
    name, at, host = address.rpartition("@")
    return f"{name[:1]}…{at}{host}"
