"""Send one MailMessage over SMTP."""

from calendar_service.mailer.message import MailRefused, build_message
from calendar_service.mailer.sending import (
    MailDeferred,
    Mailer,
    MailInDoubt,
    MailPutOff,
    MailSettings,
)
from calendar_service.mailer.smtp_url import SmtpUrl, StartTls

__all__ = [
    "MailDeferred",
    "MailInDoubt",
    "MailPutOff",
    "MailRefused",
    "MailSettings",
    "Mailer",
    "SmtpUrl",
    "StartTls",
    "build_message",
]
