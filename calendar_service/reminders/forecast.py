"""Everything that will be mailed, as if the clock were walked through the days."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from calendar_service.domain.item import Item
from calendar_service.domain.rule import ReminderRule
from calendar_service.reminders.answers import Asked, next_repeat, plan_repeats
from calendar_service.reminders.ladders import DueReminder
from calendar_service.reminders.planning import plan_reminders, preview_reminders
from calendar_service.reminders.rules import Office


class Outcome(StrEnum):
    """What becomes of a step."""

    MAILED = "mailed"
    ASKED_AGAIN = "asked_again"
    SUPERSEDED = "superseded"
    SKIPPED = "skipped"


MAILS = frozenset({Outcome.MAILED, Outcome.ASKED_AGAIN})


@dataclass(frozen=True, slots=True)
class Forecast:
    """One step, and when it goes out, or would have."""

    at: datetime
    due: DueReminder
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Walk:
    """From `since` to and with `until`; nothing runs from the first of `down`.

    The second of `down` is when it runs again.
    """

    since: datetime
    until: datetime
    down: tuple[datetime, datetime] | None = None

    def wakes_at(self, instant: datetime) -> datetime:
        """Return when something is done that is due at an instant."""
        if self.down and self.down[0] <= instant < self.down[1]:
            return self.down[1]
        return instant

    def stretches(self) -> Iterator[tuple[datetime, datetime]]:
        """Yield the times at which it runs, without the ends of those that end."""
        if self.down is None or self.down[0] >= self.until:
            yield self.since, self.until
            return
        stops, starts = self.down
        if self.since < stops:
            yield self.since, stops
        if starts <= self.until:
            yield max(starts, self.since), self.until


def foretell(
    items: Sequence[Item],
    rules: Sequence[ReminderRule],
    office: Office,
    walk: Walk,
    known: Iterable[str],
    asked: Asked,
) -> list[Forecast]:
    """Return all steps by the time at which they go out.

    The same functions decide as when it is really time. What is asked again is
    foretold as if nobody answered; what changes meanwhile is not foretold.
    """
    steps = list(_steps(items, rules, office, walk, set(known)))
    mailed = [step for step in steps if step.outcome is Outcome.MAILED]
    needing = [rule for rule in rules if rule.answer_needed]
    asking = [i for i in items if any(rule.chooses(i) for rule in needing)]
    questions = [step for step in mailed if step.due.rule.answer_needed]
    again = _Repeats(asking, rules, office, walk, dict(asked.sent), asked)
    found = [*steps, *again.of(questions)]
    return sorted(found, key=lambda step: (step.at, step.due.key))


def _steps(
    items: Sequence[Item],
    rules: Sequence[ReminderRule],
    office: Office,
    walk: Walk,
    known: set[str],
) -> Iterator[Forecast]:
    for since, until in walk.stretches():
        plan = plan_reminders(items, rules, office, since, known)
        for outcome, steps in (
            (Outcome.MAILED, plan.due),
            (Outcome.SUPERSEDED, plan.superseded),
            (Outcome.SKIPPED, plan.skipped),
        ):
            known |= {step.key for step in steps}
            yield from (Forecast(since, step, outcome) for step in steps)
        for step in preview_reminders(items, rules, office, since, until):
            # What falls on the very instant at which it stops comes too late.
            is_up = walk.wakes_at(step.planned_at) == step.planned_at
            if is_up and step.key not in known:
                known.add(step.key)
                yield Forecast(step.planned_at, step, Outcome.MAILED)


@dataclass
class _Repeats:
    """Asks again, and again, as long as nobody answers."""

    items: Sequence[Item]
    rules: Sequence[ReminderRule]
    office: Office
    walk: Walk
    sent: dict[str, datetime]
    asked: Asked
    found: list[Forecast] = field(default_factory=list)

    def of(self, questions: Sequence[Forecast]) -> list[Forecast]:
        """Return what follows on these mails, and on those that went out before."""
        waiting = sorted(questions, key=lambda step: step.at, reverse=True)
        now = self.walk.wakes_at(self.walk.since)
        while now <= self.walk.until:
            while waiting and waiting[-1].at <= now:
                step = waiting.pop()
                self.sent[step.due.key] = step.at
            self._ask(now)
            then = next_repeat(self.items, self.rules, self.office, now, self._asked())
            coming = [then] if then else []
            coming += [waiting[-1].at] if waiting else []
            if not coming:
                break
            now = self.walk.wakes_at(min(coming))
        return self.found

    def _ask(self, now: datetime) -> None:
        due = plan_repeats(self.items, self.rules, self.office, now, self._asked())
        for step in due:
            self.sent[step.key] = now
            self.found.append(Forecast(now, step, Outcome.ASKED_AGAIN))

    def _asked(self) -> Asked:
        return replace(self.asked, sent=self.sent)
