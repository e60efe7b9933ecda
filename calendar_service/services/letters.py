"""Letters of a few paragraphs to those who look after the service."""

from collections.abc import Sequence

from markupsafe import escape

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
        (address, language if language in SPOKEN else "en")
        for address, language in told or [(settings.mail_from, settings.language)]
    ]


def write_letter(
    key: str, address: str, language: str, subject: str, paragraphs: Sequence[str]
) -> MailMessage:
    """Return a mail of plain paragraphs, as text and as a page."""
    said = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
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
