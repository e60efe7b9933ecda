"""The first page of the staff: what waits, what ends, how the mails do, what comes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter

from flask import Blueprint, Response
from flask_babel import gettext

from calendar_service.domain.account import Account, Action, may
from calendar_service.domain.agreement import (
    after,
    expires_on,
    is_settled,
    notice_deadline,
)
from calendar_service.domain.answer import question_of
from calendar_service.domain.item import Item, ItemKind, ItemStatus
from calendar_service.domain.register import Entry, entry_on
from calendar_service.domain.selection import Selection
from calendar_service.domain.terms import SOON, AgreementStatus
from calendar_service.services.mail_links import answer_link
from calendar_service.services.owing import Owed, list_owed
from calendar_service.storage.agreements import list_ending
from calendar_service.storage.database import Session
from calendar_service.storage.heartbeats import last_beat
from calendar_service.storage.items import list_items
from calendar_service.storage.outbox import oldest_waiting
from calendar_service.storage.plans import find_planned, mails_so_far
from calendar_service.storage.retries import count_failed
from calendar_service.storage.waiting import Heap, Mine, Pile, list_waiting
from calendar_service.web import agreement_view, auth, http
from calendar_service.web.account_words import role_said
from calendar_service.web.entries import (
    ZONES_APART,
    Agenda,
    cut_agenda,
    list_entries,
    make_agenda,
)
from calendar_service.web.language import language, link
from calendar_service.web.layout import page
from calendar_service.web.rule_words import step_said

dashboard = Blueprint("dashboard", __name__)

COMING_DAYS = 14
MOST_COMING, MOST_SHOWN, MOST_OWED = 30, 3, 5
TO_DO = (Pile.DRAFTS, Pile.BEHIND, Pile.UNTRANSLATED, Pile.UNATTENDED)
A_YEAR = timedelta(days=366)
SCHEDULER = "scheduler"
SILENT_AFTER = timedelta(minutes=5)
STUCK_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Question:
    """One answer that is owed, with the address at which it is given.

    `step` says which of the item's dates it is about.
    """

    item: Item
    step: str
    asked_at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """One pile of work: its items, how many there are, and where all of them are."""

    name: str
    heading: str
    heap: Heap
    url: str


@dataclass(frozen=True, slots=True)
class MailState:
    """How the mails do. What is None has never been, or is not there."""

    ran_at: datetime | None
    due_at: datetime | None
    oldest: datetime | None
    waiting: int
    failed: int
    is_silent: bool
    is_stuck: bool


@dashboard.get("/staff/")
@auth.staff_only
def show() -> Response:
    """Show what waits for whoever is signed in, and what comes."""
    who, first = auth.signed_in(), http.today()
    last = first + timedelta(days=COMING_DAYS)
    with http.reading() as session:
        questions = _questions(session, who)
        cards = _cards(session, who)
        ending = _ending(session, first)
        mails = _mail_state(session) if may(who, Action.PUBLISH) else None
        coming = _coming(session, first, last)
    agenda, shown_until = cut_agenda(coming, last, MOST_COMING)
    return page(
        "dashboard.html",
        private=True,
        role=role_said(who),
        questions=questions[:MOST_OWED],
        more_questions=len(questions[MOST_OWED:]),
        cards=cards,
        ending=ending[:MOST_SHOWN],
        more_ending=len(ending[MOST_SHOWN:]),
        ending_days=SOON.days,
        words=agreement_view,
        mails=mails,
        may_see_health=may(who, Action.ADMINISTER),
        agenda=agenda,
        is_cut=shown_until < last,
        last=last,
    )


def _questions(session: Session, who: Account) -> list[Question]:
    now, settings = http.now(), http.settings()
    return [
        Question(
            owed.item,
            _step(owed),
            owed.asked_at,
            answer_link(settings, owed.asking, language(), now),
        )
        for owed in list_owed(session, who.email, now)
    ]


def _step(owed: Owed) -> str:
    asked = question_of(owed.asking.key)
    return step_said(asked.anchor, *asked.lead)


def _cards(session: Session, who: Account) -> Sequence[Card]:
    """Return the piles of who may write; an editor's drafts are those of their own.

    Whoever is limited to kinds is not asked to do what they may not.
    """
    if not may(who, Action.DRAFT):
        return []
    reviews = may(who, Action.PUBLISH)
    mine = Mine(
        drafts_of="" if reviews else who.email,
        kinds=who.kinds if who.is_limited else frozenset(),
    )
    languages = http.settings().languages
    heaps = list_waiting(session, http.today(), languages, MOST_SHOWN, mine, TO_DO)
    return [
        Card(pile.value, _heading(pile, reviews=reviews), heap, _all_of(pile))
        for pile, heap in heaps.items()
    ]


def _heading(pile: Pile, *, reviews: bool) -> str:
    own = gettext("Drafts to review") if reviews else gettext("Your drafts")
    headings: Mapping[Pile, str] = {
        Pile.DRAFTS: own,
        Pile.BEHIND: gettext("Translations that fell behind"),
        Pile.UNTRANSLATED: gettext("Without a translation"),
        Pile.UNATTENDED: gettext("Without a focal point"),
    }
    return headings[pile]


def _all_of(pile: Pile) -> str:
    return link("worklists.work", _anchor=pile.value)


def _ending(session: Session, today: date) -> list[Entry]:
    """Return what has to be decided about soon, the nearest date first.

    An expiry that is known to the month or the year has begun long before it
    is over.
    """
    last = after(today, SOON)
    found = list_ending(session, today - A_YEAR, last)
    entries = [entry_on(item, today) for item in found]
    dated = [
        (min(ahead), entry.item.uid, entry)
        for entry in entries
        if (ahead := list(_dates_ahead(entry, today, last)))
    ]
    return [entry for *_, entry in sorted(dated, key=itemgetter(0, 1))]


def _dates_ahead(entry: Entry, today: date, last: date) -> Iterator[date]:
    if is_settled(entry.terms):
        return
    if entry.status is AgreementStatus.EXPIRING:
        yield max(today, expires_on(entry.terms) or today)
    notice = notice_deadline(entry.terms)
    if notice is not None and today <= notice <= last:
        yield notice


def _mail_state(session: Session) -> MailState:
    now = http.now()
    so_far, beat = mails_so_far(session), last_beat(session, SCHEDULER)
    oldest = oldest_waiting(session)
    return MailState(
        ran_at=beat,
        due_at=find_planned(session).due_at,
        oldest=oldest,
        waiting=so_far.waiting,
        failed=count_failed(session),
        is_silent=beat is None or now - beat > SILENT_AFTER,
        is_stuck=oldest is not None and now - oldest > STUCK_AFTER,
    )


def _coming(session: Session, first: date, last: date) -> Agenda:
    near = Selection(
        audience=auth.audience(),
        without_kinds=frozenset({ItemKind.NEWS}),
        first=first - ZONES_APART,
        last=last + ZONES_APART,
    )
    items = [
        item
        for item in list_items(session, near)
        if item.status is not ItemStatus.DRAFT
    ]
    office = http.settings().timezone
    return make_agenda(list_entries(items, first, last, language(), office), first)
