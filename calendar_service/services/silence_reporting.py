"""Tell the administrators when nothing has been mailed for an hour, and when it is."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from calendar_service.config import Settings
from calendar_service.domain.mail import MailMessage
from calendar_service.domain.when import describe_day
from calendar_service.services.letters import list_administrators, write_letter
from calendar_service.storage.database import Session
from calendar_service.storage.heartbeats import last_beat
from calendar_service.storage.outbox import OutboxMail, add_mail, has_mail

SCHEDULER = "scheduler"
SILENT_AFTER = timedelta(hours=1)
WHY = "administrators are told when reminders stand still"
SENTENCES = {
    "en": {
        "silent": "Reminders have stood still since {when}",
        "silent_lead": (
            "The scheduler last ran at {when}. Until it runs again no reminder goes"
            " out; nothing is lost, and what is late by then says so."
        ),
        "silent_help": (
            "Start it with: calendar-service scheduler. What is wrong with settings,"
            " database and mail says: calendar-service check."
        ),
        "back": "Reminders go out again",
        "back_lead": (
            "The scheduler stood still from {since} to {when}. What fell due in that"
            " time goes out now, each once."
        ),
    },
    "ka": {
        "silent": "შეხსენებები შეჩერებულია, ბოლო გაშვება: {when}",
        "silent_lead": (
            "დამგეგმავი ბოლოს ამ დროს მუშაობდა: {when}. სანამ ხელახლა არ გაეშვება,"
            " შეხსენებები არ გაიგზავნება; არაფერი დაიკარგება და დაგვიანებულ წერილს"
            " ეს ეწერება."
        ),
        "silent_help": (
            "გაუშვით ბრძანებით: calendar-service scheduler. რა არ მუშაობს, გეტყვით"
            " ბრძანება: calendar-service check."
        ),
        "back": "შეხსენებები კვლავ იგზავნება",
        "back_lead": (
            "დამგეგმავი შეჩერებული იყო: {since} – {when}. რაც ამ დროში უნდა"
            " გაგზავნილიყო, ახლა იგზავნება, თითოეული ერთხელ."
        ),
    },
}


def report_silence(session: Session, settings: Settings, now: datetime) -> list[str]:
    """Queue a mail to each administrator if nothing ran for an hour; return the keys.

    The keys are there as long as it is silent; there is one mail of each,
    whoever notices. A scheduler that never ran is not missed.
    """
    since = last_beat(session, SCHEDULER)
    if since is None or now - since < SILENT_AFTER:
        return []
    keys = []
    for address, language in list_administrators(session, settings):
        words, when = SENTENCES[language], _said(since, settings, language)
        key = _key("silent", since, address)
        lines = [words["silent_lead"].format(when=when), words["silent_help"]]
        subject = words["silent"].format(when=when)
        message = write_letter(key, address, language, subject, lines)
        add_mail(session, _mail(message, now), now)
        keys.append(key)
    return keys


def report_return(
    session: Session, settings: Settings, since: datetime | None, now: datetime
) -> int:
    """Queue a mail to whoever was told of the silence that began after `since`."""
    if since is None or now - since < SILENT_AFTER:
        return 0
    told = 0
    for address, language in list_administrators(session, settings):
        if not has_mail(session, _key("silent", since, address)):
            continue
        words = SENTENCES[language]
        said = words["back_lead"].format(
            since=_said(since, settings, language), when=_said(now, settings, language)
        )
        key = _key("back", since, address)
        message = write_letter(key, address, language, words["back"], [said])
        told += add_mail(session, _mail(message, now), now)
    return told


def _mail(message: MailMessage, now: datetime) -> OutboxMail:
    return OutboxMail(message=message, item_uid="", why=WHY, planned_at=now)


def _key(what: str, since: datetime, address: str) -> str:
    return f"{what}/{since.isoformat()}/{address.lower()}"


def _said(instant: datetime, settings: Settings, language: str) -> str:
    here = instant.astimezone(ZoneInfo(settings.timezone))
    return f"{describe_day(here, language)}, {here:%H:%M}"
