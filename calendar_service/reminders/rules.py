"""The rules that are there from the start, and whom a rule reaches."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from calendar_service.domain.absence import Absence
from calendar_service.domain.answer import Ladder, Stop, is_owner
from calendar_service.domain.item import Item, ItemKind, Person
from calendar_service.domain.rule import (
    Anchor,
    ReminderRule,
    Step,
    usual_policy,
    usually_needs_answer,
)
from calendar_service.domain.workdays import Workdays

NOTICE_IN_TIME = (180, 90, 60, 30, 14, 7, 1)


class Reason(StrEnum):
    """Why somebody gets a mail."""

    COMMS_TEAM = "comms_team"
    FOCAL_POINT = "focal_point"
    ADDRESS = "address"
    DEPUTY = "deputy"
    HEAD = "head"
    REMINDED = "reminded"
    LIST = "list"
    STAND_IN = "stand_in"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person with the language to write in and all reasons for writing."""

    person: Person
    language: str
    reasons: tuple[Reason, ...]

    @property
    def address(self) -> str:
        """Return the address in the letters in which addresses are compared."""
        return self.person.email.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What planning and wording have to know about the office.

    `language` is for whoever has not chosen one; `languages` holds the
    choices, by address in lower case. Mails are sent on `workdays`. `heads`
    are asked when nobody else answers; `lists` are addresses by the list's name.
    `stops` holds who takes no more mails
    about what, `settled` the ladders on which somebody said the last word.
    """

    zone: str
    name: str = "Calendar"
    comms_team: tuple[Person, ...] = ()
    language: str = "en"
    languages: Mapping[str, str] = field(default_factory=dict)
    workdays: Workdays = field(default_factory=Workdays)
    heads: tuple[Person, ...] = ()
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    absences: tuple[Absence, ...] = ()
    stops: frozenset[Stop] = frozenset()
    settled: frozenset[Ladder] = frozenset()


def default_rules() -> tuple[ReminderRule, ...]:
    """Return one rule per kind that has dates; news has none.

    Mails of agreements roll back to the working day before, the others forward
    to the next; "1 day before" what is on a Monday still comes before it: on
    Friday, as reminders/send_days.py says.
    """
    return (
        _rule(ItemKind.OBSERVANCE, 56, 28, 14, 7, 1),
        _rule(ItemKind.SCREENING, 14, 3, 1, after=2),
        _rule(ItemKind.MEETING, 7, 1),
        _rule(ItemKind.STUDY_VISIT, 28, 7, 1, after=3),
        _rule(ItemKind.CAMPAIGN, 56, 28, 7, 0),
        _rule(ItemKind.TRAINING, 14, 3, 1),
        _rule(ItemKind.DEADLINE, 14, 7, 1),
        ReminderRule(
            id="default-agreement",
            kind=ItemKind.AGREEMENT,
            steps=tuple(
                Step(days, anchor)
                for anchor in (Anchor.NOTICE, Anchor.EXPIRY)
                for days in NOTICE_IN_TIME
            ),
            workdays=usual_policy(ItemKind.AGREEMENT),
            answer_needed=usually_needs_answer(ItemKind.AGREEMENT),
        ),
    )


def recipients_of(item: Item, rule: ReminderRule, office: Office) -> list[Recipient]:
    """Return whom the rule reaches about the item, everybody once.

    Somebody on two lists is one recipient with two reasons; the first name
    given for an address counts. Whoever stopped mails about the kind is left
    out, unless the item is in their care.
    """
    people: dict[str, Person] = {}
    reasons: dict[str, list[Reason]] = {}
    for person, reason in _reached(item, rule, office):
        known = people.setdefault(person.email.lower(), person)
        if not known.name and person.name:
            people[person.email.lower()] = Person(person.name, known.email)
        found = reasons.setdefault(person.email.lower(), [])
        if reason not in found:
            found.append(reason)
    return [
        recipient_for(person, office, *reasons[address])
        for address, person in people.items()
        if not has_stopped(address, item, office)
    ]


def recipient_for(person: Person, office: Office, *reasons: Reason) -> Recipient:
    """Return the person with the language that they have chosen."""
    language = office.languages.get(person.email.lower(), office.language)
    return Recipient(person, language, reasons)


def has_stopped(address: str, item: Item, office: Office) -> bool:
    """Tell whether this person takes no more mails about what the item is."""
    stop = Stop(address.lower(), item.kind)
    return stop in office.stops and not is_owner(item, address)


def _reached(
    item: Item, rule: ReminderRule, office: Office
) -> Iterator[tuple[Person, Reason]]:
    listed = [address for name in rule.lists for address in office.lists.get(name, ())]
    chosen: tuple[tuple[bool, Iterable[Person | None], Reason], ...] = (
        (rule.to_focal_point, [item.focal_point], Reason.FOCAL_POINT),
        (rule.to_deputy, [item.deputy], Reason.DEPUTY),
        (rule.to_comms_team, office.comms_team, Reason.COMMS_TEAM),
        (rule.to_heads, office.heads, Reason.HEAD),
        (True, [Person(email=address) for address in listed], Reason.LIST),
        (True, [Person(email=address) for address in rule.addresses], Reason.ADDRESS),
    )
    for is_wanted, people, reason in chosen:
        for person in people if is_wanted else ():
            if person is not None:
                yield from _reachable(person, reason)


def _reachable(person: Person, reason: Reason) -> Iterator[tuple[Person, Reason]]:
    address = person.email.strip()
    if address:
        yield Person(person.name, address), reason


def _rule(kind: ItemKind, *before: int, after: int = 0) -> ReminderRule:
    steps = [Step(days) for days in before]
    if after:
        steps.append(Step(-after, Anchor.END))
    return ReminderRule(
        id=f"default-{kind.replace('_', '-')}",
        kind=kind,
        steps=tuple(steps),
        workdays=usual_policy(kind),
    )
