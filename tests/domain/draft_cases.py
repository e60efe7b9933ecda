"""Changes that make a good draft a bad one, each with what is said of which field."""

from dataclasses import replace
from datetime import date

from calendar_service.domain.agreement import Agreement
from calendar_service.domain.item import (
    Image,
    ItemKind,
    Link,
    Party,
    Person,
    Place,
    Seats,
)
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.domain.texts import Text

DAY = whole_days(date(2026, 5, 14))


def titled(title: str) -> dict[str, object]:
    return {"texts": {"en": Text(title=title)}}


def agreed(**dates: object) -> dict[str, object]:
    agreement = Agreement(expires=whole_month(2028, 10))
    changed = replace(agreement, **dates)  # type: ignore[arg-type]  # the caller names the field
    return {"kind": ItemKind.AGREEMENT, "agreement": changed}


def repeated(**changes: object) -> dict[str, object]:
    return {"recurrence": replace(Recurrence(), **changes)}  # type: ignore[arg-type]  # the caller names the field


BAD = {
    "title too long": (
        titled("x" * 5000),
        "texts.en.title",
        "is 5,000 characters long; at most 300 are accepted",
    ),
    "title missing": (
        titled(""),
        "texts.en.title",
        "is missing; an item needs a title",
    ),
    "title blank": (
        titled(" \t "),
        "texts.en.title",
        "is missing; an item needs a title",
    ),
    "no words": ({"texts": {}}, "texts.en.title", "is missing; an item needs a title"),
    "one title blank": (
        {"texts": {"en": Text(title="Fine"), "ka": Text(title=" ")}},
        "texts.ka.title",
        "must not be blank",
    ),
    "title with NUL": (
        titled("a\0b"),
        "texts.en.title",
        "contains the control character U+0000",
    ),
    "title with escape": (
        titled("a\x1bb"),
        "texts.en.title",
        "contains the control character U+001B",
    ),
    "title with newline": (titled("a\nb"), "texts.en.title", "must be one line"),
    "title with CRLF": (titled("a\r\nBcc: b"), "texts.en.title", "must be one line"),
    "title with half a letter": (
        titled("a\ud83d"),
        "texts.en.title",
        "contains the control character U+D83D",
    ),
    "unknown language": (
        {"texts": {"en": Text(title="Fine"), "<b>": Text(title="Fine")}},
        "texts",
        "'<b>' is no language code such as en or ka",
    ),
    "description with control": (
        {"texts": {"en": Text(title="Fine", description="a\x08")}},
        "texts.en.description",
        "contains the control character U+0008",
    ),
    "summary too long": (
        {"texts": {"en": Text(title="Fine", summary="x" * 1001)}},
        "texts.en.summary",
        "is 1,001 characters long; at most 1,000 are accepted",
    ),
    "place of two lines": (
        {"texts": {"en": Text(title="Fine", place="a\nb")}},
        "texts.en.place",
        "must be one line",
    ),
    "override with a bad title": (
        repeated(
            rule="FREQ=WEEKLY",
            overrides=(Override(date(2026, 5, 21), texts={"en": Text(title="\0")}),),
        ),
        "overrides.0.texts.en.title",
        "contains the control character U+0000",
    ),
    "latitude 91": (
        {"place": Place(latitude=91.0, longitude=44.8)},
        "place.latitude",
        "goes from -90 to 90 degrees",
    ),
    "latitude that is no number": (
        {"place": Place(latitude=float("nan"), longitude=44.8)},
        "place.latitude",
        "goes from -90 to 90 degrees",
    ),
    "half a point": (
        {"place": Place(latitude=41.7)},
        "place.latitude",
        "needs both latitude and longitude",
    ),
    "online by script": (
        {"place": Place(online="javascript:alert(1)")},
        "place.online",
        "'javascript:alert(1)' is no web address; write one like https://example.org/",
    ),
    "venue of two lines": (
        {"place": Place(venue="a\nb")},
        "place.venue",
        "must be one line",
    ),
    "link by script": (
        {"links": (Link("javascript:alert(1)"),)},
        "links",
        "'javascript:alert(1)' is no web address; write one like https://example.org/",
    ),
    "too many links": (
        {"links": (Link("https://example.org/"),) * 101},
        "links",
        "holds more than 100",
    ),
    "empty tag": ({"tags": ("",)}, "tags", "must not be empty"),
    "party without a name": (
        {"partners": (Party(""),)},
        "partners",
        "must not be empty",
    ),
    "party with a bad link": (
        {"organisers": (Party("Office", url="ftp://example.org"),)},
        "organisers",
        "'ftp://example.org' is no web address; write one like https://example.org/",
    ),
    "picture without words": (
        {"image": Image("https://example.org/a.png", "")},
        "image.alt",
        "must not be empty",
    ),
    "fewer than no seats": ({"seats": Seats(-1)}, "seats", "goes from 0 to 1,000,000"),
    "mail address with CRLF": (
        {"focal_point": Person(email="a@example.org\r\nBcc: b@example.org")},
        "focal_point",
        (
            "'a@example.org\\r\\nBcc: b@example.org' is no mail address such as"
            " nino@example.org"
        ),
    ),
    "name with CRLF": (
        {"deputy": Person(name="Nino\r\nBcc: b@example.org")},
        "deputy",
        "must be one line",
    ),
    "slug with spaces": (
        {"slug": "a b"},
        "slug",
        "takes only the letters a-z, digits and hyphens",
    ),
    "slug in capitals": (
        {"slug": "Festival"},
        "slug",
        "takes small letters, at most 300",
    ),
    "uid with a line break": ({"uid": "a\r\nb"}, "uid", "must be one line"),
    "notes with NUL": (
        {"notes": "\0"},
        "notes",
        "contains the control character U+0000",
    ),
    "agreement of a meeting": (
        {"agreement": Agreement()},
        "agreement",
        "belongs to kind agreement, not meeting",
    ),
    "a term that renews itself": (
        {"uid": "a@example.org"} | agreed(renews="a@example.org"),
        "agreement.renews",
        "names the term itself",
    ),
    "a term that is renewed by itself": (
        {"uid": "a@example.org"} | agreed(renewed_by="a@example.org"),
        "agreement.renewed_by",
        "names the term itself",
    ),
    "terms in a ring": (
        agreed(renews="b@example.org", renewed_by="b@example.org"),
        "agreement.renewed_by",
        "names the term before this one",
    ),
    "a link of two lines": (
        agreed(renews="a\nb"),
        "agreement.renews",
        "must be one line",
    ),
    "party of two lines": (
        agreed(parties=("a\nb",)),
        "agreement.parties",
        "must be one line",
    ),
    "too many parties": (
        agreed(parties=("a",) * 101),
        "agreement.parties",
        "holds more than 100",
    ),
    "document by script": (
        agreed(document="javascript:1"),
        "agreement.document",
        "'javascript:1' is no web address; write one like https://example.org/",
    ),
}
