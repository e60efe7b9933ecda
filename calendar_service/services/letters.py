"""Letters of a few paragraphs to administrators and to whoever has an account."""

from collections.abc import Sequence
from dataclasses import dataclass

from calendar_service.config import Settings
from calendar_service.domain.account import Role
from calendar_service.domain.mail import MailMessage
from calendar_service.reminders.list_sheet import render_list
from calendar_service.storage.accounts import list_accounts
from calendar_service.storage.database import Session

SPOKEN = ("en", "ka")


def list_administrators(session: Session, settings: Settings) -> list[tuple[str, str]]:
    """Return addresses and the language of each, one of those we speak.

    Where no account administers, the office's own address is told.
    """
    told = [
        (account.email, account.language)
        for account in list_accounts(session)
        if account.role is Role.ADMIN and not account.is_disabled
    ]
    return [
        (address, spoken(language))
        for address, language in told or [(settings.mail_from, settings.language)]
    ]


@dataclass(frozen=True, slots=True)
class Named:
    """A paragraph that leads somewhere: its text, and below it the address."""

    text: str
    url: str


def write_letter(
    key: str,
    address: str,
    language: str,
    subject: str,
    paragraphs: Sequence[str | Named],
) -> MailMessage:
    """Return a mail of a few paragraphs, as text and as a page.

    A paragraph that is an address alone is a link on the page.
    """
    lines = [_line(paragraph) for paragraph in paragraphs]
    view = {
        "language": language,
        "subject": subject,
        "intro": [{"look": "intro", "text": text, "url": url} for text, url in lines],
        "parts": (),
        "button": None,
        "why": (),
        "ways": (),
    }
    return MailMessage(
        key=key,
        to=address,
        subject=subject,
        text="\n\n".join(map(_said, paragraphs)) + "\n",
        html=render_list(view),
        language=language,
    )


def spoken(language: str) -> str:
    """Return the language of a letter to somebody who prefers this one."""
    return language if language in SPOKEN else "en"


def _line(paragraph: str | Named) -> tuple[str, str]:
    if isinstance(paragraph, Named):
        return paragraph.text, paragraph.url
    is_address = paragraph.startswith(("https://", "http://")) and " " not in paragraph
    return paragraph, paragraph if is_address else ""


def _said(paragraph: str | Named) -> str:
    if isinstance(paragraph, Named):
        return f"{paragraph.text}\n{paragraph.url}"
    return paragraph
