"""What someone proposes an item should be, and what is wrong with it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from calendar_service.domain.agreement import Agreement
from calendar_service.domain.draft_text import (
    address_problem,
    line_problem,
    link_problem,
    prose_problem,
)
from calendar_service.domain.draft_when import (
    agreement_problems,
    recurrence_problems,
    span_problems,
)
from calendar_service.domain.item import Details, ItemKind, Place
from calendar_service.domain.texts import Text

LANGUAGE = re.compile("[a-z]{2,3}")
MOST_UID = 255
MOST_TITLE = 300
MOST_LINE = 500
MOST_SUMMARY = 1_000
MOST_DESCRIPTION = 50_000
MOST_LIST = 100
MOST_TAG = 100
MOST_SEATS = 1_000_000


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what would be right. `field` is a path."""

    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" if self.field else self.message


class InvalidDraft(ValueError):
    """A draft cannot become an item."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Details):
    """A proposal. Without `uid` it is a new item; without `slug` one is made.

    `revision` is the one the proposer has seen, where an item is changed.
    """

    uid: str = ""
    slug: str = ""
    revision: int | None = None


def check(draft: Draft) -> list[Problem]:
    """Return everything that is wrong, by the same rules whoever proposes it."""
    return [
        *_identity_problems(draft),
        *_time_problems(draft),
        *_texts_problems(draft),
        *_place_problems(draft.place),
        *_list_problems(draft),
        *_showing_problems(draft),
        *_party_problems(draft),
        *_people_problems(draft),
        *_agreement_problems(draft.kind, draft.agreement),
        *_chain_problems(draft.uid, draft.agreement),
    ]


def demand_valid(draft: Draft) -> None:
    """Raise InvalidDraft with all problems, if there are any."""
    problems = check(draft)
    if problems:
        raise InvalidDraft(problems)


def _identity_problems(draft: Draft) -> Iterator[Problem]:
    yield from _found("uid", line_problem(draft.uid, MOST_UID))
    slug = draft.slug
    if slug and not (slug.isascii() and slug.replace("-", "").isalnum()):
        yield Problem("slug", "takes only the letters a-z, digits and hyphens")
    elif slug != slug.lower() or len(slug) > MOST_TITLE:
        yield Problem("slug", f"takes small letters, at most {MOST_TITLE}")
    yield from _found("notes", prose_problem(draft.notes, MOST_DESCRIPTION))


def _time_problems(draft: Draft) -> Iterator[Problem]:
    found = list(span_problems(draft.span))
    # Only a sound start can be walked from.
    yield from (
        Problem(*problem)
        for problem in found or recurrence_problems(draft.span, draft.recurrence)
    )
    for number, override in enumerate(draft.recurrence.overrides):
        for language, text in override.texts.items():
            yield from _text_problems(f"overrides.{number}.texts", language, text)


def _texts_problems(draft: Draft) -> Iterator[Problem]:
    titled = any(text.title.strip() for text in draft.texts.values())
    if not titled:
        yield Problem("texts.en.title", "is missing; an item needs a title")
    for language, text in draft.texts.items():
        yield from _text_problems("texts", language, text)
        is_blank = text.title and not text.title.strip()
        if titled and is_blank and LANGUAGE.fullmatch(language):
            yield Problem(f"texts.{language}.title", "must not be blank")


def _text_problems(field: str, language: str, text: Text) -> Iterator[Problem]:
    if not LANGUAGE.fullmatch(language):
        message = f"{language[:20]!r} is no language code such as en or ka"
        yield Problem(field, message)
        return
    for name, found in (
        ("title", line_problem(text.title, MOST_TITLE)),
        ("summary", prose_problem(text.summary, MOST_SUMMARY)),
        ("description", prose_problem(text.description, MOST_DESCRIPTION)),
        ("place", line_problem(text.place, MOST_LINE)),
    ):
        yield from _found(f"{field}.{language}.{name}", found)


def _place_problems(place: Place) -> Iterator[Problem]:
    for name in ("venue", "city", "country"):
        yield from _found(
            f"place.{name}", line_problem(getattr(place, name), MOST_LINE)
        )
    if (place.latitude is None) != (place.longitude is None):
        yield Problem("place.latitude", "needs both latitude and longitude")
    for name, most in (("latitude", 90), ("longitude", 180)):
        value = getattr(place, name)
        if value is not None and not -most <= value <= most:
            yield Problem(f"place.{name}", f"goes from -{most} to {most} degrees")
    if place.online:
        yield from _found("place.online", link_problem(place.online))


def _list_problems(draft: Draft) -> Iterator[Problem]:
    for name in ("tags", "hashtags", "organisers", "partners", "links"):
        if len(getattr(draft, name)) > MOST_LIST:
            yield Problem(name, f"holds more than {MOST_LIST}")
    for name in ("tags", "hashtags"):
        for value in getattr(draft, name):
            yield from _found(name, line_problem(value, MOST_TAG) or _empty(value))
    for link in draft.links:
        yield from _found("links", link_problem(link.url))
        yield from _found("links", line_problem(link.title, MOST_LINE))


def _showing_problems(draft: Draft) -> Iterator[Problem]:
    if draft.image:
        alt = draft.image.alt
        yield from _found("image.url", link_problem(draft.image.url))
        yield from _found("image.alt", line_problem(alt, MOST_LINE) or _empty(alt))
    number = draft.seats.number if draft.seats else None
    if number is not None and not 0 <= number <= MOST_SEATS:
        yield Problem("seats", f"goes from 0 to {MOST_SEATS:,}")


def _party_problems(draft: Draft) -> Iterator[Problem]:
    for name in ("organisers", "partners"):
        for party in getattr(draft, name):
            yield from _found(name, _empty(party.name))
            for value in (party.name, party.role):
                yield from _found(name, line_problem(value, MOST_LINE))
            if party.url:
                yield from _found(name, link_problem(party.url))


def _people_problems(draft: Draft) -> Iterator[Problem]:
    for name in ("focal_point", "deputy"):
        person = getattr(draft, name)
        if person is None:
            continue
        yield from _found(name, line_problem(person.name, MOST_LINE))
        if person.email:
            yield from _found(name, address_problem(person.email))


def _agreement_problems(
    kind: ItemKind, agreement: Agreement | None
) -> Iterator[Problem]:
    if agreement is None:
        return
    if kind is not ItemKind.AGREEMENT:
        yield Problem("agreement", f"belongs to kind agreement, not {kind}")
    if len(agreement.parties) > MOST_LIST:
        yield Problem("agreement.parties", f"holds more than {MOST_LIST}")
    lines = [("type", agreement.type), ("reference", agreement.reference)]
    for name, value in [*lines, *(("parties", party) for party in agreement.parties)]:
        yield from _found(f"agreement.{name}", line_problem(value, MOST_LINE))
    if agreement.document:
        yield from _found("agreement.document", link_problem(agreement.document))
    yield from (
        Problem(f"agreement.{name}", message)
        for name, message in agreement_problems(agreement)
    )


def _chain_problems(uid: str, agreement: Agreement | None) -> Iterator[Problem]:
    if agreement is None:
        return
    before, following = agreement.renews, agreement.renewed_by
    for name, other in (("renews", before), ("renewed_by", following)):
        yield from _found(f"agreement.{name}", line_problem(other, MOST_UID))
        if other and other == uid:
            yield Problem(f"agreement.{name}", "names the term itself")
    if before and before == following:
        yield Problem("agreement.renewed_by", "names the term before this one")


def _found(field: str, message: str | None) -> Iterator[Problem]:
    if message:
        yield Problem(field, message)


def _empty(value: str) -> str | None:
    return None if value.strip() else "must not be empty"
