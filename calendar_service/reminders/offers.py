"""What a mail offers its reader: to answer, to get no more of them, to hand over."""

from collections.abc import Iterator
from dataclasses import dataclass

from calendar_service.domain.answer import Choice, is_owner
from calendar_service.domain.item import Item, ItemKind, Person
from calendar_service.domain.phrases import kind_names, phrase
from calendar_service.reminders.facts import one_line
from calendar_service.reminders.ladders import DueReminder
from calendar_service.reminders.rules import Office

MOST_NAMED = 3
SENTENCES = {
    "en": {
        "ask": "What becomes of it? Without an answer it is asked again.",
        "seen": "Seen",
        "in_hand": "In hand",
        "done": "Done",
        "lapse": "Leave it",
        "snooze": "Ask in a week",
        "done_agreement": "Renewed",
        "lapse_agreement": "Let it lapse",
        "stop": "No more mails of this kind ({kinds})",
        "hand_over": "This entry is in your care, so its mails cannot be stopped."
        " To hand it over, ask: {who}.",
        "whoever": "whoever keeps the calendar of {office}",
    },
    "ka": {
        "ask": "რა გადაწყდა? უპასუხოდ კითხვა გამეორდება.",
        "seen": "ვნახე",
        "in_hand": "ვმუშაობ ამაზე",
        "done": "შესრულდა",
        "lapse": "აღარ გვჭირდება",
        "snooze": "მკითხეთ ერთ კვირაში",
        "done_agreement": "განახლდა",
        "lapse_agreement": "არ განახლდება",
        "stop": "აღარ მსურს ასეთი წერილები ({kinds})",
        "hand_over": "ეს ჩანაწერი თქვენ გაბარიათ, ამიტომ წერილების გაუქმება"
        " არ შეიძლება. მის გადასაბარებლად მიმართეთ: {who}.",
        "whoever": "კალენდრის პასუხისმგებელი ({office})",
    },
}


@dataclass(frozen=True, slots=True)
class Ways:
    """The addresses of one mail that act for its reader; "" for what it lacks.

    Both begin pages: `stop` ends mails like it, `answer` takes what is decided.
    """

    stop: str = ""
    answer: str = ""


NO_WAYS = Ways()


@dataclass(frozen=True, slots=True)
class Offer:
    """Words to press, and where they lead."""

    label: str
    url: str


def choices_of(due: DueReminder, ways: Ways) -> list[Offer]:
    """Return the answers to choose from; none where no answer is asked for."""
    if not (ways.answer and due.rule.answer_needed):
        return []
    language, kind = due.recipient.language, due.item.kind
    start = f"{ways.answer}{'&' if '?' in ways.answer else '?'}answer="
    return [
        Offer(choice_said(choice, kind, language), f"{start}{choice}")
        for choice in Choice
    ]


def choice_said(choice: Choice, kind: ItemKind, language: str) -> str:
    """Say an answer; those about an agreement in its own words."""
    words = SENTENCES.get(language, SENTENCES["en"])
    if kind is ItemKind.AGREEMENT:
        return words.get(f"{choice}_agreement", words[choice])
    return words[choice]


def may_stop(due: DueReminder) -> bool:
    """Tell whether the reader may stop these mails: not what is in their care."""
    return not is_owner(due.item, due.recipient.address)


def stop_of(due: DueReminder, ways: Ways) -> Offer | None:
    if not (ways.stop and may_stop(due)):
        return None
    language = due.recipient.language
    kinds = kind_names(due.item.kind, language)
    return Offer(SENTENCES[language]["stop"].format(kinds=kinds), ways.stop)


def hand_over_said(due: DueReminder, office: Office) -> Iterator[str]:
    """Yield whom to ask, for somebody who has the item in their care."""
    if may_stop(due):
        return
    language = due.recipient.language
    asked = [_said(person) for person in _successors(due, office)][:MOST_NAMED]
    if len(asked) > 1:
        who = phrase("and", language).format(rest=", ".join(asked[:-1]), last=asked[-1])
    elif asked:
        who = asked[0]
    else:
        name = one_line(office.name)
        who = SENTENCES[language]["whoever"].format(office=name)
    yield SENTENCES[language]["hand_over"].format(who=who)


def _successors(due: DueReminder, office: Office) -> Iterator[Person]:
    """Yield who can take it over, else who can change whose it is."""
    others = [p for p in _carers(due.item) if p.email.lower() != due.recipient.address]
    heads = [p for p in office.heads if p.email.lower() != due.recipient.address]
    yield from others or heads


def _carers(item: Item) -> Iterator[Person]:
    for person in (item.focal_point, item.deputy):
        if person and person.email.strip():
            yield Person(person.name, person.email.strip())


def _said(person: Person) -> str:
    name, email = one_line(person.name), one_line(person.email)
    return f"{name} ({email})" if name else email
