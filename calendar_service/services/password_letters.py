"""Letters about somebody's password: a link to another one, and that it changed."""

from datetime import datetime
from zoneinfo import ZoneInfo

from calendar_service.config import Settings
from calendar_service.domain.account import Account
from calendar_service.domain.mail import MailMessage
from calendar_service.domain.when import describe_day
from calendar_service.services.letters import spoken, write_letter
from calendar_service.storage.database import Session
from calendar_service.storage.outbox import OutboxMail, add_mail

WHY_ASKED = "somebody asked for another password"
WHY_CHANGED = "whoever has another password is told"
SENTENCES = {
    "en": {
        "reset": "Choose another password – {office}",
        "reset_lead": (
            "Somebody asked for another password for your account {address} in the"
            " calendar of {office}. Choose one on this page within an hour:"
        ),
        "reset_ignore": (
            "If that was not you, there is nothing to do: the password stays as it"
            " is. Pass the link on to nobody."
        ),
        "without": "You sign in without a password – {office}",
        "without_lead": (
            "Somebody asked for another password for your account {address} in the"
            " calendar of {office}. It has none: you sign in with {label}, here:"
        ),
        "changed": "Your password was changed – {office}",
        "changed_lead": (
            "The password of your account {address} in the calendar of {office} was"
            " changed on {when}. You have been signed out everywhere else."
        ),
        "changed_help": (
            "If that was not you, tell an administrator, and choose another password"
            " at once:"
        ),
    },
    "ka": {
        "reset": "აირჩიეთ ახალი პაროლი – {office}",
        "reset_lead": (
            "ვიღაცამ მოითხოვა ახალი პაროლი თქვენი ანგარიშისთვის {address}"
            " („{office}“, კალენდარი). პაროლის ასარჩევად ერთი საათის განმავლობაში"
            " გახსენით ეს გვერდი:"
        ),
        "reset_ignore": (
            "თუ ეს თქვენ არ ყოფილხართ, არაფრის გაკეთება არ გჭირდებათ: პაროლი უცვლელი"
            " დარჩება. ბმული არავის გაუზიაროთ."
        ),
        "without": "თქვენ პაროლის გარეშე შედიხართ – {office}",
        "without_lead": (
            "ვიღაცამ მოითხოვა ახალი პაროლი თქვენი ანგარიშისთვის {address}"
            " („{office}“, კალენდარი). ამ ანგარიშს პაროლი არ აქვს, შესვლა ხდება ამ"
            " სერვისით: {label}. შესასვლელი გვერდი:"
        ),
        "changed": "თქვენი პაროლი შეიცვალა – {office}",
        "changed_lead": (
            "თქვენი ანგარიშის {address} („{office}“, კალენდარი) პაროლი შეიცვალა:"
            " {when}. სხვა მოწყობილობებზე სესიები დასრულდა."
        ),
        "changed_help": (
            "თუ ეს თქვენ არ ყოფილხართ, შეატყობინეთ ადმინისტრატორს და დაუყოვნებლივ"
            " აირჩიეთ ახალი პაროლი:"
        ),
    },
}


def write_reset(
    settings: Settings, account: Account, link: str, now: datetime
) -> MailMessage:
    """Return the mail with the link at which a password is chosen."""
    words = SENTENCES[spoken(account.language)]
    lines = (words["reset_lead"], link, words["reset_ignore"])
    return _letter(settings, account, "reset", lines, now)


def write_without_password(
    settings: Settings, account: Account, now: datetime
) -> MailMessage:
    """Return the mail to somebody who signs in over OpenID Connect alone."""
    words = SENTENCES[spoken(account.language)]
    way = f"{settings.base_url}/login?lang={spoken(account.language)}"
    return _letter(settings, account, "without", (words["without_lead"], way), now)


def write_changed(settings: Settings, account: Account, now: datetime) -> MailMessage:
    """Return the mail that says that the password was changed."""
    words = SENTENCES[spoken(account.language)]
    way = f"{settings.base_url}/login/forgotten?lang={spoken(account.language)}"
    lines = (words["changed_lead"], words["changed_help"], way)
    return _letter(settings, account, "changed", lines, now)


def tell_change(
    session: Session, settings: Settings, account: Account, now: datetime
) -> None:
    """Queue the mail that says that the password was changed."""
    queue(session, write_changed(settings, account, now), WHY_CHANGED, now)


def queue(session: Session, letter: MailMessage, why: str, now: datetime) -> None:
    """Put a letter into the outbox."""
    mail = OutboxMail(message=letter, item_uid="", why=why, planned_at=now)
    add_mail(session, mail, now)


def _letter(
    settings: Settings,
    account: Account,
    what: str,
    lines: tuple[str, ...],
    now: datetime,
) -> MailMessage:
    language = spoken(account.language)
    service = settings.sign_in_service
    facts = {
        "address": account.email,
        "office": settings.office_name,
        "label": service.label if service else "",
        "when": _said(now, settings, language),
    }
    # An address of a page is no sentence: it may hold braces.
    said = [
        line if line.startswith(settings.base_url) else line.format(**facts)
        for line in lines
    ]
    key = f"password-{what}/{now.isoformat()}/{account.email}"
    subject = SENTENCES[language][what].format(**facts)
    return write_letter(key, account.email, language, subject, said)


def _said(instant: datetime, settings: Settings, language: str) -> str:
    here = instant.astimezone(ZoneInfo(settings.timezone))
    return f"{describe_day(here, language)}, {here:%H:%M}"
