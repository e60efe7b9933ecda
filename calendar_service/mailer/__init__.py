"""Send one MailMessage over SMTP."""

from calendar_service.mailer.conversation import (
    Conversation,
    MailDeferred,
    MailInDoubt,
    MailPutOff,
    MailSettings,
)
from calendar_service.mailer.courier import Courier
from calendar_service.mailer.message import MailRefused, build_message
from calendar_service.mailer.receipts import Receipt, is_held
from calendar_service.mailer.sending import Mailer
from calendar_service.mailer.smtp_url import SmtpUrl, StartTls

__all__ = [
    "Conversation",
    "Courier",
    "MailDeferred",
    "MailInDoubt",
    "MailPutOff",
    "MailRefused",
    "MailSettings",
    "Mailer",
    "Receipt",
    "SmtpUrl",
    "StartTls",
    "build_message",
    "is_held",
]
