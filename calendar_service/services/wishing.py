"""What people wish for themselves: a digest, and days on which they are away."""

from datetime import date

from calendar_service.domain.absence import Absence, absence_problem
from calendar_service.domain.answer import Stop, Topic
from calendar_service.domain.digest_choice import DigestChoice
from calendar_service.domain.draft import InvalidDraft, Problem
from calendar_service.storage.absences import list_absences, store_absence
from calendar_service.storage.database import Session
from calendar_service.storage.digests import drop_digest, find_digest, store_digest
from calendar_service.storage.mail_stops import is_stopped, remove_stop

MOST_ABSENCES = 20


def choose_digest(session: Session, address: str, choice: DigestChoice | None) -> None:
    """Send somebody a digest, None for none.

    Whoever had stopped it by the link in a mail, and asks for it again, gets it.
    """
    if choice is None:
        drop_digest(session, address)
        return
    remove_stop(session, Stop(choice.address, Topic.DIGEST))
    store_digest(session, choice)


def chosen_digest(session: Session, address: str) -> DigestChoice | None:
    """Return which digest comes; None also where it was stopped by a link."""
    is_off = is_stopped(session, Stop(address, Topic.DIGEST))
    return None if is_off else find_digest(session, address)


def note_absence(session: Session, absence: Absence, today: date) -> None:
    """Note that somebody is away. Raises InvalidDraft that names the day."""
    problem = absence_problem(absence, today)
    known = {each.first for each in absences_of(session, absence.address, today)}
    if problem is None and len(known | {absence.first}) > MOST_ABSENCES:
        problem = Problem("first", "is one absence too many; take one back first")
    if problem:
        raise InvalidDraft([problem])
    store_absence(session, absence)


def absences_of(session: Session, address: str, today: date) -> list[Absence]:
    """Return somebody's absences that are not over, the next one first."""
    return [each for each in list_absences(session, today) if each.address == address]
