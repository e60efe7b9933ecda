"""A digest in words, as text and as a page."""

from collections.abc import Iterator

from calendar_service.domain.digest_choice import Rhythm
from calendar_service.domain.mail import MailMessage
from calendar_service.reminders.digest import Digest, Line, Period
from calendar_service.reminders.facts import one_line
from calendar_service.reminders.list_sheet import render_list

SENTENCES = {
    "en": {
        "weekly": "The week at a glance: {number}",
        "daily": "Today and tomorrow: {number}",
        "coming": "What comes",
        "expiring": "What expires",
        "waiting": "What waits for your answer",
        "steps": "What is to be done for agreements",
        "why_weekly": "You get this digest once a week because you asked for it.",
        "why_daily": "You get this digest on working days because you asked for it.",
        "stop": "No more digests",
        "sent_by": "Sent by the calendar of {office}",
    },
    "ka": {
        "weekly": "კვირა ერთი შეხედვით: {number}",
        "daily": "დღეს და ხვალ: {number}",
        "coming": "რა იგეგმება",
        "expiring": "რას ეწურება ვადა",
        "waiting": "რა ელის თქვენს პასუხს",
        "steps": "რა უნდა გაკეთდეს შეთანხმებებზე",
        "why_weekly": "ამ მიმოხილვას კვირაში ერთხელ იღებთ, რადგან მოითხოვეთ.",
        "why_daily": "ამ მიმოხილვას სამუშაო დღეებში იღებთ, რადგან მოითხოვეთ.",
        "stop": "აღარ მსურს მიმოხილვა",
        "sent_by": "გამოგზავნილია კალენდრიდან: {office}",
    },
}


def word_digest(
    digest: Digest,
    period: Period,
    reader: tuple[str, str],
    office: str,
    stop_url: str,
) -> MailMessage:
    """Write the mail; `reader` is an address and a language."""
    address, language = reader
    said = SENTENCES.get(language, SENTENCES["en"])
    every = Rhythm(period.name.partition("/")[0])
    parts = list(_parts(digest, said))
    number = sum(len(lines) for _, lines in parts)
    subject = said[every].format(number=number)
    why = [said[f"why_{every}"], said["sent_by"].format(office=one_line(office))]
    view = {
        "language": language,
        "subject": subject,
        "parts": parts,
        "why": why,
        "intro": (),
        "button": None,
        "ways": ({"label": said["stop"], "url": stop_url},),
    }
    return MailMessage(
        key=digest_key(address, period),
        to=address,
        subject=subject,
        text="\n".join([*_text(parts), "-- ", *why, f"{said['stop']}: {stop_url}", ""]),
        html=render_list(view),
        language=language,
        unsubscribe_url=stop_url,
    )


def digest_key(address: str, period: Period) -> str:
    """Return what makes it single: one person, one period."""
    return f"digest/{address.lower()}/{period.name}"


def _parts(
    digest: Digest, said: dict[str, str]
) -> Iterator[tuple[str, tuple[Line, ...]]]:
    for name in ("waiting", "steps", "coming", "expiring"):
        lines: tuple[Line, ...] = getattr(digest, name)
        if lines:
            yield said[name], lines


def _text(parts: list[tuple[str, tuple[Line, ...]]]) -> Iterator[str]:
    for title, lines in parts:
        yield title
        yield ""
        for line in lines:
            yield f"{line.when}: {line.title}" if line.when else line.title
            yield line.url
            yield ""
