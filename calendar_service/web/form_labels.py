"""What the fields of the item form are called, for sentences about them."""

import re

from flask_babel import gettext

from calendar_service.web.language import language, language_name

GROUPED = re.compile(r"(organisers|partners|links|focal_point|deputy)\..+")
DIFFERING = re.compile(r"overrides\.\d+\.(\w+)(?:\.\w+)?")
WORDS = re.compile(r"texts\.(\w+)\.(\w+)")


def label_of(name: str) -> str:
    """Return what a field is called in the form; "" for what is no field."""
    grouped = GROUPED.fullmatch(name)
    if grouped:
        return _groups()[grouped[1]]
    differing = DIFFERING.fullmatch(name)
    if differing:
        part = _differing().get(differing[1], "")
        return f"{gettext('Single days that differ')}: {part}"
    words = WORDS.fullmatch(name)
    if words:
        part = _words().get(words[2], "")
        return f"{part} ({language_name(words[1], language())})"
    known = _dates() | _particulars() | _terms() | _of_staff()
    return known.get(name, "")


def _groups() -> dict[str, str]:
    return {
        "organisers": gettext("Organised by"),
        "partners": gettext("Partners"),
        "links": gettext("Links"),
        "focal_point": gettext("Focal point"),
        "deputy": gettext("Deputy"),
    }


def _differing() -> dict[str, str]:
    return {
        "original": gettext("Day"),
        "moved": gettext("moved to"),
        "title": gettext("Title"),
        "cancelled": gettext("cancelled"),
    }


def _words() -> dict[str, str]:
    return {
        "title": gettext("Title"),
        "summary": gettext("Summary"),
        "description": gettext("Description"),
        "place": gettext("Place in this language"),
    }


def _dates() -> dict[str, str]:
    return {
        "when": gettext("When"),
        "starts_date": gettext("First day"),
        "starts_time": gettext("from (hour)"),
        "ends_date": gettext("Last day"),
        "ends_time": gettext("until (hour)"),
        "zone": gettext("Time zone"),
        "precision": gettext("How exactly the day is known"),
        "dates_only": gettext("Show the days without hours"),
        "further": gettext("Further days"),
        "repeat": gettext("Repeats"),
        "repeat_until": gettext("until (day)"),
        "rrule": gettext("Rule (RRULE)"),
        "exdates": gettext("Except on"),
    }


def _particulars() -> dict[str, str]:
    return {
        "kind": gettext("Kind"),
        "place.venue": gettext("Venue"),
        "place.city": gettext("City"),
        "place.country": gettext("Country"),
        "place.online": gettext("Online address"),
        "place.latitude": gettext("Latitude"),
        "place.longitude": gettext("Longitude"),
        "tags": gettext("Tags"),
        "hashtags": gettext("Hashtags"),
        "picture": gettext("Picture"),
        "image.url": gettext("Picture"),
        "image.alt": gettext("What it shows, for those who do not see it"),
        "limited": gettext("Places are limited"),
        "seats": gettext("Number of places"),
    }


def _terms() -> dict[str, str]:
    return {
        "agreement.type": gettext("Type"),
        "agreement.reference": gettext("Reference"),
        "agreement.document": gettext("Document (web address)"),
        "agreement.parties": gettext("Parties, one on each line"),
        "agreement.signed_on": gettext("Signed on"),
        "agreement.effective_on": gettext("In force from"),
        "agreement.expires_on": gettext("Expires"),
        "agreement.notice_period": gettext("Notice period"),
        "agreement.notice_deadline_on": gettext("Last day for notice"),
        "agreement.renewal": gettext("Renewal"),
        "agreement.ended_on": gettext("Ended on"),
    }


def _of_staff() -> dict[str, str]:
    return {
        "visibility": gettext("Who may see it"),
        "notes": gettext("Notes for staff"),
        "slug": gettext("Address of the page"),
    }
