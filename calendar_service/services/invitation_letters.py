"""The letter that invites somebody to an account."""

from datetime import datetime
from zoneinfo import ZoneInfo

from calendar_service.config import Settings
from calendar_service.domain.account import Account, Role, in_order
from calendar_service.domain.mail import MailMessage
from calendar_service.domain.phrases import kind_name
from calendar_service.domain.when import describe_day
from calendar_service.services.letters import spoken, write_letter
from calendar_service.services.mail_links import INVITES_FOR
from calendar_service.services.password_letters import queue
from calendar_service.storage.database import Session

WHY = "an administrator invited somebody to an account"
SENTENCES = {
    "en": {
        "subject": "An account for you – {office}",
        "lead": (
            "{who} has made an account for you, {address}, in the calendar of"
            " {office}. {does}"
        ),
        "only": "You can change events of these kinds: {kinds}.",
        "choose": "Choose your password on this page, until {when}:",
        "careful": (
            "Whoever has the link can choose the password: pass it on to nobody. If"
            " you did not expect this mail, there is nothing to do."
        ),
    },
    "ka": {
        "subject": "თქვენი ანგარიში – {office}",
        "lead": (
            "თქვენთვის შეიქმნა ანგარიში {address} („{office}“, კალენდარი). გიწვევთ:"
            " {who}. {does}"
        ),
        "only": "შეგიძლიათ შეცვალოთ შემდეგი სახის ღონისძიებები: {kinds}.",
        "choose": "პაროლის ასარჩევად გახსენით ეს გვერდი (ბმულის ვადა: {when}):",
        "careful": (
            "პაროლს ამ ბმულით ნებისმიერი აირჩევს: ნურავის გაუზიარებთ. თუ ამ წერილს"
            " არ ელოდით, არაფრის გაკეთება არ გჭირდებათ."
        ),
    },
}
DOES = {
    "en": {
        Role.VIEWER: "You can read what is for staff only.",
        Role.EDITOR: "You can write drafts.",
        Role.PUBLISHER: "You can write and publish events.",
        Role.ADMIN: "You can do everything in it, as an administrator.",
    },
    "ka": {
        Role.VIEWER: "შეგიძლიათ წაიკითხოთ ის, რაც მხოლოდ თანამშრომლებისთვისაა.",
        Role.EDITOR: "შეგიძლიათ წეროთ მონახაზები.",
        Role.PUBLISHER: "შეგიძლიათ წეროთ და გამოაქვეყნოთ ღონისძიებები.",
        Role.ADMIN: "თქვენ ადმინისტრატორი ხართ და ყველაფრის უფლება გაქვთ.",
    },
}


def write_invitation(
    settings: Settings, account: Account, inviter: Account, link: str, now: datetime
) -> MailMessage:
    """Return the mail with the link at which a password is chosen."""
    language = spoken(account.language)
    words, ends = SENTENCES[language], now + INVITES_FOR
    kinds = [kind_name(kind, language) for kind in in_order(account.kinds)]
    facts = {
        "office": settings.office_name,
        "who": inviter.name or inviter.email,
        "address": account.email,
        "does": DOES[language][account.role],
        "kinds": ", ".join(kinds),
        "when": _said(ends, settings, language),
    }
    names = ["lead", *(["only"] if account.is_limited else []), "choose"]
    lines = [words[name].format(**facts) for name in names]
    key = f"invitation/{now.isoformat()}/{account.email}"
    subject = words["subject"].format(**facts)
    said = [*lines, link, words["careful"]]
    return write_letter(key, account.email, language, subject, said)


def queue_invitation(
    session: Session, settings: Settings, account: Account, inviter: Account, link: str
) -> None:
    """Put the letter of an invitation into the outbox."""
    now = account.invited_at
    if now is None:
        raise ValueError("nobody was invited")
    queue(session, write_invitation(settings, account, inviter, link, now), WHY, now)


def _said(instant: datetime, settings: Settings, language: str) -> str:
    here = instant.astimezone(ZoneInfo(settings.timezone))
    return f"{describe_day(here, language)}, {here:%H:%M}"
