"""Tell the administrators of items that a feed holds back, each once."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from babel import Locale, UnknownLocaleError

from calendar_service.config import Settings
from calendar_service.domain.item import Item
from calendar_service.feeds.wording import title_of
from calendar_service.services.addresses import item_page
from calendar_service.services.letters import Named, list_administrators, write_letter
from calendar_service.storage.database import Session
from calendar_service.storage.outbox import OutboxMail, add_mail
from calendar_service.storage.renditions import (
    Flaw,
    items_of,
    list_flaws,
    mark_told,
)

MOST_NAMED = 20
MOST_LETTERS = 300
WHY = "feeds hold something back, and administrators are told"
SENTENCES = {
    "en": {
        "subject": "The calendar feeds hold something back: {number}",
        "lead": "What was rendered for the feeds did not read back as it was meant.",
        "calm": (
            "Nobody has got a wrong date: where there was a good version, it stays"
            " on line; what never had one is left out until it can be made."
        ),
        "flaw": "{title} ({languages}): {problem}",
        "more": "And {number} more.",
        "help": (
            "`calendar-service feeds check` lists all of them. Saving the item anew"
            " makes it anew; if that does not help, the program has a fault."
        ),
        "once": "You are told of each once.",
    },
    "ka": {
        "subject": "კალენდრის არხებში შეჩერებულია: {number}",
        "lead": "არხებისთვის მომზადებული ჩანაწერი შემოწმებისას სხვაგვარად წაიკითხა.",
        "calm": (
            "არასწორი თარიღი არავის მიუღია: თუ წინა, გამართული ვერსია არსებობდა,"
            " ის რჩება; რასაც ასეთი არ ჰქონია, გამოტოვებულია, სანამ მომზადდება."
        ),
        "flaw": "{title} ({languages}): {problem}",
        "more": "კიდევ სხვა: {number}.",
        "help": (
            "ბრძანება `calendar-service feeds check` ყველას აჩვენებს. ჩანაწერის"
            " ხელახლა შენახვა მას თავიდან მოამზადებს; თუ ვერ უშველა, შეცდომა"
            " პროგრამაშია."
        ),
        "once": "თითოეულის შესახებ ერთხელ გატყობინებთ.",
    },
}
"""A number stands after a colon: Georgian puts its endings on the word itself."""


def report_flaws(session: Session, settings: Settings, now: datetime) -> int:
    """Queue a mail to each administrator about flaws that nobody was told of.

    Where no account administers, the office's own address is told. Return the
    number of mails; the flaws count as told from then on.
    """
    flaws = list_flaws(session, untold=True)
    if not flaws:
        return 0
    items = items_of(session, {flaw.key for flaw in flaws})
    mark = _mark(flaws)
    queued = 0
    for address, language in list_administrators(session, settings):
        held = [_held_back(f, items[f.key.item_id], settings, language) for f in flaws]
        words = SENTENCES[language]
        subject = words["subject"].format(number=len(held))
        key, lines = f"flaws/{mark}/{address}", list(_paragraphs(held, words))
        message = write_letter(key, address, language, subject, lines)
        mail = OutboxMail(message=message, item_uid="", why=WHY, planned_at=now)
        queued += add_mail(session, mail, now)
    mark_told(session, flaws, now)
    return queued


def _mark(flaws: Iterable[Flaw]) -> str:
    """Return the same mark for the same flaws: the key of a mail is made from it."""
    said = sorted(f"{f.uid} {f.key.version} {f.form} {f.problems}" for f in flaws)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]


def _held_back(flaw: Flaw, item: Item, settings: Settings, language: str) -> Named:
    problem = next(iter(flaw.problems.splitlines()), "")
    said = SENTENCES[language]["flaw"].format(
        title=title_of(item.kind, item.texts, language).text,
        languages=_languages_said(flaw.form, language),
        problem=problem[:MOST_LETTERS],
    )
    return Named(said, item_page(settings.base_url, item, language))


def _languages_said(form: str, language: str) -> str:
    """Say the languages of a form such as ics:en+ka."""
    codes = form.partition(":")[2].split("+")
    return " + ".join(_language_name(code, language) for code in codes)


def _language_name(code: str, shown_in: str) -> str:
    try:
        return Locale.parse(code).get_display_name(shown_in) or code
    except (UnknownLocaleError, ValueError):
        return code


def _paragraphs(held: Sequence[Named], words: dict[str, str]) -> Iterator[str | Named]:
    yield words["lead"]
    yield words["calm"]
    yield from held[:MOST_NAMED]
    if len(held) > MOST_NAMED:
        yield words["more"].format(number=len(held) - MOST_NAMED)
    yield words["help"]
    yield words["once"]
