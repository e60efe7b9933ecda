"""The item form to a draft, by the same checks as every other way in."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from calendar_service.domain.draft import Draft, InvalidDraft, Problem, check
from calendar_service.domain.item import Item, ItemKind, ItemStatus
from calendar_service.domain.translation import Standing, with_sources
from calendar_service.importers.item_as_json import json_from_item
from calendar_service.importers.item_json import Defaults, draft_from_json
from calendar_service.web.form_dates import (
    Values,
    WrongDates,
    attempted,
    dates_json,
)
from calendar_service.web.form_overrides import overrides_json
from calendar_service.web.form_rows import filled_rows
from calendar_service.web.form_terms import read_terms
from calendar_service.web.form_typed import with_typed

TEXTS = ("title", "summary", "description", "place")
PLACE = ("venue", "city", "country", "online")
DEGREES = ("latitude", "longitude")
PARTY = ("name", "role", "url")
PERSON = ("name", "email")
LINK = ("url", "title")
IMAGE = ("url", "alt")
SPAN = {"dates", "starts_on", "starts_at", "ends_on", "ends_at"} | {
    *("zone", "dates_only", "precision")
}
WHEN = SPAN | {"rrule", "rdates", "exdates", "overrides"}
MOST_ATTEMPTS = 10


@dataclass(frozen=True, slots=True)
class Frame:
    """What a form is read against: the day, the office, the item it began with."""

    today: date
    zone: str
    languages: tuple[str, ...]
    base: Item | None = None


def read_form(
    values: Mapping[str, str], frame: Frame, status: ItemStatus
) -> tuple[Draft | None, Values, list[Problem]]:
    """Return the draft, the values as understood, and everything that is wrong.

    The draft is None where something is. What was typed as a date stands in
    the controls of the values that come back.
    """
    problems: list[Problem] = []
    typed = attempted(lambda: with_typed(values, frame.today, frame.zone), problems)
    read = dict(values) if typed is None else typed
    dates = _dates(read, frame, problems, is_known=typed is not None)
    said = {**_identity(read, frame.base, status), **_words(read, frame.base)}
    said |= dict(_particulars(read))
    if read.get("kind") == ItemKind.AGREEMENT:
        said["agreement"] = read_terms(read, frame.base, frame.today, problems)
    draft = _draft({**said, **dates}, read, frame, problems)
    return (None if problems else draft), read, problems


def _dates(
    read: Values, frame: Frame, problems: list[Problem], *, is_known: bool
) -> dict[str, Any]:
    """Return the dates as JSON, of today where it is not known when it is."""
    wrong: list[Problem] = []
    try:
        dates = dates_json(read, frame.today)
    except WrongDates as found:
        dates, wrong = found.rest, list(found.problems)
    is_unknown = not is_known or (wrong and not dates)
    if not is_known:  # then the first day is no news
        wrong = [problem for problem in wrong if problem.field != "starts_date"]
    problems += wrong
    overrides = attempted(
        lambda: overrides_json(read, frame.base, frame.today), problems
    )
    if is_unknown:
        return {"starts_on": frame.today.isoformat()}
    return {**dates, "overrides": overrides or []}


def _draft(
    said: dict[str, Any], read: Values, frame: Frame, problems: list[Problem]
) -> Draft | None:
    """Read the JSON; what cannot be read is left out, to look at all the rest."""
    draft = _read(said, frame, problems)
    if draft is not None and not problems:
        draft = _with_sources(draft, read, frame)
    known = {problem.field for problem in problems}
    found = check(draft) if draft is not None else []
    problems += [problem for problem in found if problem.field not in known]
    return draft


def _read(said: dict[str, Any], frame: Frame, problems: list[Problem]) -> Draft | None:
    for attempt in range(MOST_ATTEMPTS):
        try:
            return draft_from_json(said, Defaults(frame.zone, frame.today))
        except InvalidDraft as wrong:
            known = {problem.field for problem in problems}
            # What is missing later went with what is told already.
            late = SPAN if attempt else set()
            new = [p for p in wrong.problems if p.field not in known | late]
            problems += new
            for problem in wrong.problems:
                said = _without(said, problem.field, frame.today)
    return None


def _without(said: dict[str, Any], field: str, today: date) -> dict[str, Any]:
    """Return the JSON without what a problem names, or with something sound."""
    top, _, rest = field.partition(".")
    if top == "kind":
        return said | {"kind": ItemKind.MEETING.value}
    if top in SPAN:
        sound = {name: value for name, value in said.items() if name not in WHEN}
        return sound | {"starts_on": today.isoformat()}
    inside = said.get(top)
    if rest and isinstance(inside, dict) and rest in inside:
        return said | {top: {n: v for n, v in inside.items() if n != rest}}
    return {name: value for name, value in said.items() if name != top}


def _with_sources(draft: Draft, read: Values, frame: Frame) -> Draft:
    base = frame.base
    standings = {
        code: Standing(read[f"standing.{code}"])
        for code in draft.texts
        if read.get(f"standing.{code}") in set(Standing)
    }
    texts = with_sources(
        draft.texts,
        base.texts if base else None,
        base.revision if base else -1,
        standings,
        frame.languages,
    )
    return replace(draft, texts=texts)


def _identity(values: Values, base: Item | None, status: ItemStatus) -> dict[str, Any]:
    said: dict[str, Any] = {
        "kind": values.get("kind", ""),
        "status": status.value,
        "visibility": values.get("visibility") or "public",
        "slug": values.get("slug", "").strip(),
        "notes": values.get("notes", "").replace("\r\n", "\n"),
    }
    if base is not None:
        said |= {"uid": base.uid, "revision": base.revision}
    return said


def _words(values: Values, base: Item | None) -> dict[str, Any]:
    """Return the texts; a language that the form does not show stays as it is."""
    former = json_from_item(base)["texts"] if base else {}
    shown = {name.split(".")[1] for name in values if name.startswith("texts.")}
    texts = {code: text for code, text in former.items() if code not in shown}
    for code in sorted(shown):
        written = {
            name: values.get(f"texts.{code}.{name}", "").replace("\r\n", "\n")
            for name in TEXTS
        }
        if any(text.strip() for text in written.values()):
            texts[code] = written
    return {"texts": texts}


def _particulars(values: Values) -> Iterator[tuple[str, Any]]:
    place = {name: values.get(f"place.{name}", "") for name in PLACE}
    degrees = {name: _number(values.get(f"place.{name}", "")) for name in DEGREES}
    yield "place", place | degrees
    for name in ("tags", "hashtags"):
        yield name, read_names(values.get(name, ""))
    for name in ("organisers", "partners"):
        yield name, filled_rows(values, name, PARTY)
    for name in ("focal_point", "deputy"):
        person = {part: values.get(f"{name}.{part}", "") for part in PERSON}
        yield name, person if any(map(str.strip, person.values())) else None
    yield "links", filled_rows(values, "links", LINK)
    image = {name: values.get(f"image.{name}", "").strip() for name in IMAGE}
    yield "image", image if image["url"] else None
    yield "seats", _seats(values)


def read_names(text: str) -> list[str]:
    """Read names between commas; one that holds a comma stands in quotes."""
    try:
        rows = list(csv.reader(text.splitlines(), skipinitialspace=True))
    except csv.Error:  # longer than its reader takes, and than any name may be
        return [text]
    return [name for row in rows for part in row if (name := part.strip())]


def write_names(names: Iterable[str]) -> str:
    """Write what read_names reads."""
    return ", ".join(_quoted(name) for name in names)


def _quoted(name: str) -> str:
    plain = not any(letter in name for letter in ',"')
    return name if plain else '"' + name.replace('"', '""') + '"'


def _number(text: str) -> float | str | None:
    """Return degrees; what is no number goes on as it is, to be refused in words."""
    try:
        return float(text.strip().replace(",", ".")) if text.strip() else None
    except ValueError:
        return text


def _seats(values: Values) -> int | str | None:
    number = values.get("seats", "").strip()
    if number:
        return int(number) if number.isdecimal() and len(number) < 10 else number  # noqa: PLR2004 - beyond any hall
    return "limited" if values.get("limited") == "on" else None
