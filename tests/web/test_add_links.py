"""Links that put one occurrence into a calendar on the web."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from calendar_service.domain.item import ItemStatus, Place
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import Span, whole_days, whole_month
from calendar_service.domain.texts import Text
from calendar_service.web.add_links import LONGEST_DETAILS, add_links
from calendar_service.web.item_view import make_view
from tests.builders import TBILISI, make_item, timed

URL = "https://calendar.example.org/items/x"


def links(**changes: object) -> dict[str, str]:
    view = make_view(make_item(**changes), "en", date(2026, 3, 10), TBILISI)
    return add_links(view, URL)


def query(address: str) -> dict[str, str]:
    return {name: said for name, (said,) in parse_qs(urlsplit(address).query).items()}


@pytest.mark.parametrize(
    ("span", "dates"),
    [
        (whole_days(date(2026, 5, 14)), "20260514/20260515"),
        (
            timed("2026-05-14T10:00", "2026-05-14T11:30"),
            "20260514T100000/20260514T113000",
        ),
        (timed("2026-05-14T10:00"), "20260514T100000/20260514T110000"),
    ],
)
def test_google_takes_wall_times_and_days_with_an_exclusive_end(
    span: Span, dates: str
) -> None:
    said = query(links(span=span)["Google"])
    assert said["dates"] == dates
    assert said.get("ctz") == (TBILISI if "T" in dates else None)


def test_google_is_told_what_where_and_the_page() -> None:
    texts = {"en": Text("Film & talk", "Two films.")}
    said = query(links(texts=texts, place=Place("Hall"))["Google"])
    assert said == {
        "action": "TEMPLATE",
        "text": "Film & talk",
        "dates": "20260514/20260515",
        "details": f"Two films.\n\n{URL}",
        "location": "Hall",
    }


def test_outlook_takes_instants() -> None:
    span = timed("2026-05-14T10:00", "2026-05-14T11:30")
    found = links(span=span)
    for name in ("Outlook.com", "Microsoft 365"):
        said = query(found[name])
        assert (said["startdt"], said["enddt"]) == (
            "2026-05-14T06:00:00Z",
            "2026-05-14T07:30:00Z",
        )
        assert "allday" not in said
    assert query(links()["Outlook.com"])["allday"] == "true"


def test_outlook_takes_no_repetition() -> None:
    found = links(recurrence=Recurrence(rule="FREQ=WEEKLY"))
    assert list(found) == ["Google"]


def test_what_has_no_day_or_is_cancelled_is_not_added() -> None:
    assert links(span=whole_month(2026, 10)) == {}
    assert links(status=ItemStatus.CANCELLED) == {}


def test_a_long_text_is_cut() -> None:
    texts = {"en": Text("Film", description="word " * 999)}
    said = query(links(texts=texts)["Google"])["details"]
    assert len(said) < LONGEST_DETAILS + len(URL) + 10
    assert said.endswith(f"word …\n\n{URL}")
