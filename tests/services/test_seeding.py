import json
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from typing import Any

import pytest

from calendar_service.config import Settings
from calendar_service.domain.account import Account
from calendar_service.domain.item import Item, ItemKind, ItemStatus, Visibility
from calendar_service.domain.recurrence import expand
from calendar_service.domain.span import (
    Precision,
    first_day,
    last_day,
    start_instant,
    whole_month,
)
from calendar_service.domain.texts import has_language, words
from calendar_service.services.seeding import seed_accounts, seed_items
from calendar_service.storage.accounts import list_accounts
from calendar_service.storage.database import Session
from calendar_service.storage.items import calendar_version
from tests.builders import FESTIVAL_DAYS, NOW

TODAY = date(2026, 3, 10)


@pytest.fixture
def entries() -> list[dict[str, Any]]:
    demo = files("calendar_service").joinpath("demo/items.json")
    found: list[dict[str, Any]] = json.loads(demo.read_text("utf-8"))
    return found


@pytest.fixture
def seeded(
    session: Session, settings: Settings, entries: list[dict[str, Any]]
) -> dict[str, Item]:
    items = seed_items(session, entries, settings, TODAY)
    return {item.uid.removesuffix("@example.org"): item for item in items}


def test_eight_firm_items_of_the_office_stand_on_their_days(
    seeded: dict[str, Item],
) -> None:
    firm = {
        "demo-migrants-day": ("observance", "2018-12-18", "2018-12-18"),
        "demo-aids-day": ("observance", "2018-12-01", "2018-12-01"),
        "demo-film-festival-2018": ("screening", "2018-12-14", "2018-12-14"),
        "demo-anti-trafficking-day": ("observance", "2018-10-18", "2018-10-18"),
        "demo-invisible-campaign-2018": ("campaign", "2018-10-18", "2018-10-18"),
        "demo-eap-panel-2018": ("meeting", "2018-10-11", "2018-10-12"),
        "demo-mou-state-fund-2018": ("agreement", "2018-10-08", "2018-10-08"),
        "demo-study-visit-2018": ("study_visit", "2018-09-25", "2018-09-26"),
    }
    found = {
        name: (
            seeded[name].kind.value,
            first_day(seeded[name].span).isoformat(),
            last_day(seeded[name].span).isoformat(),
        )
        for name in firm
    }
    assert found == firm


def test_festival_leaves_the_sixteenth_out(seeded: dict[str, Item]) -> None:
    festival = seeded["demo-film-festival-2018"]
    found = expand(festival.span, festival.recurrence, date.min, date.max)
    assert tuple(occurrence.original for occurrence in found) == FESTIVAL_DAYS


def test_agreement_ends_in_a_month_and_not_on_a_day(seeded: dict[str, Item]) -> None:
    agreement = seeded["demo-mou-state-fund-2018"].agreement
    assert agreement is not None
    assert agreement.expires == whole_month(2020, 10)
    assert agreement.expires.precision is Precision.MONTH


def test_observances_come_again_every_year(seeded: dict[str, Item]) -> None:
    day = seeded["demo-migrants-day"]
    found = expand(day.span, day.recurrence, date(2018, 1, 1), date(2030, 12, 31))
    assert len(found) == 13
    titles = [words(occurrence.texts, "title", "en").text for occurrence in found]
    assert "2018" in titles[0]
    assert titles[1:] == [""] * 12


def test_today_is_never_empty(seeded: dict[str, Item]) -> None:
    """Whatever day it is: something runs, something comes, something ends soon."""
    campaign = seeded["demo-campaign"].span
    assert first_day(campaign) <= TODAY <= last_day(campaign)
    for name in ("demo-coordination-meeting", "demo-study-visit", "demo-film-evening"):
        ahead = (first_day(seeded[name].span) - TODAY).days
        assert 0 < ahead < 31, name
    agreement = seeded["demo-agreement"].agreement
    assert agreement is not None
    assert agreement.expires is not None
    assert TODAY < agreement.expires.start < TODAY + timedelta(days=60)


@pytest.mark.parametrize(
    "today", [date(2026, 1, 31), date(2028, 2, 29), date(2027, 12, 31)]
)
def test_any_day_will_do(
    session: Session,
    settings: Settings,
    entries: list[dict[str, Any]],
    today: date,
) -> None:
    assert len(seed_items(session, entries, settings, today)) == len(entries)


def test_items_are_in_both_languages_but_for_the_draft(
    seeded: dict[str, Item],
) -> None:
    for name, item in seeded.items():
        languages = (has_language(item.texts, "en"), has_language(item.texts, "ka"))
        assert languages == (True, item.status is not ItemStatus.DRAFT), name


def test_every_kind_and_status_has_something_to_look_at(
    seeded: dict[str, Item],
) -> None:
    items = list(seeded.values())
    assert {item.kind for item in items} == set(ItemKind)
    assert {item.status for item in items} == set(ItemStatus) - {ItemStatus.DELETED}
    assert {item.visibility for item in items} == set(Visibility)


def test_items_were_published_before_today_in_a_true_order(
    seeded: dict[str, Item],
) -> None:
    now = datetime(2026, 3, 10, tzinfo=UTC)
    for name, item in seeded.items():
        assert item.created_at == item.updated_at < now, name
    festival = seeded["demo-film-festival-2018"]
    assert festival.created_at < start_instant(festival.span, "Asia/Tbilisi")


def test_seeding_twice_is_seeding_once(
    session: Session,
    settings: Settings,
    entries: list[dict[str, Any]],
    seeded: dict[str, Item],
) -> None:
    version = calendar_version(session)
    assert seed_items(session, entries, settings, TODAY) == []
    assert calendar_version(session) == version == len(seeded)


def test_accounts_that_are_there_are_left_alone(session: Session) -> None:
    own = Account(email="ada@example.org", name="Ada", password_hash="her own")  # noqa: S106 - no password
    new = Account(email="ben@example.org", name="Ben")
    seed_accounts(session, [own], NOW)
    seed_accounts(session, [Account(email="ada@example.org"), new], NOW)
    assert list_accounts(session) == [own, new]
