"""Letters of a few paragraphs to those who look after the service."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from calendar_service.config import Settings
from calendar_service.domain.account import Role
from calendar_service.domain.mail import MailMessage
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


def write_letter(
    key: str, address: str, language: str, subject: str, paragraphs: Sequence[str]
) -> MailMessage:
    """Return a mail of plain paragraphs, as text and as a page.

    A paragraph that is an address alone is a link on the page.
    """
    said = "\n".join(f"<p>{_linked(paragraph)}</p>" for paragraph in paragraphs)
    return MailMessage(
        key=key,
        to=address,
        subject=subject,
        text="\n\n".join(paragraphs) + "\n",
        html=(
            f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
            f"<title>{escape(subject)}</title></head><body>\n{said}\n</body></html>\n"
        ),
        language=language,
    )


def spoken(language: str) -> str:
    """Return the language of a letter to somebody who prefers this one."""
    return language if language in SPOKEN else "en"


def _linked(paragraph: str) -> Markup:
    is_address = paragraph.startswith(("https://", "http://")) and " " not in paragraph
    link = Markup('<a href="{0}">{0}</a>')
    return link.format(paragraph) if is_address else escape(paragraph)
