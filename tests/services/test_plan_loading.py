"""What planning is made from."""

from dataclasses import replace
from datetime import date, timedelta

from calendar_service.config import Settings
from calendar_service.domain.absence import Absence
from calendar_service.domain.account import Role
from calendar_service.domain.agreement import Agreement
from calendar_service.domain.item import ItemKind, Person
from calendar_service.domain.span import whole_days
from calendar_service.reminders.rules import default_rules
from calendar_service.services.plan_loading import (
    load_asked,
    load_candidates,
    office_of,
)
from calendar_service.storage.accounts import store_account
from tests.builders import ADA, BEN, NOW, timed
from tests.services.planner import DUE_AT, Planner


def test_the_office_is_what_settings_and_accounts_say(
    planner: Planner, settings: Settings
) -> None:
    store_account(planner.session, replace(ADA, role=Role.ADMIN, language="ka"), NOW)
    store_account(planner.session, BEN, NOW)
    office = office_of(planner.session, settings)
    assert office.heads == (Person("Ada", "ada@example.org"),)
    assert office.languages == {"ada@example.org": "ka", "ben@example.org": "en"}
    assert office.comms_team == (Person(email="comms@example.org"),)
    assert (office.zone, office.name) == ("Asia/Tbilisi", "The Office")


def test_only_what_lies_near_is_loaded_and_agreements_all(planner: Planner) -> None:
    near = planner.add()
    planner.add(span=timed("2029-05-14T10:00"))
    lease = planner.add(
        kind=ItemKind.AGREEMENT,
        span=whole_days(date(2020, 1, 1)),
        agreement=Agreement(expires=whole_days(date(2031, 1, 1))),
    )
    rules = default_rules()
    found = load_candidates(
        planner.session, rules, DUE_AT, DUE_AT + timedelta(minutes=1)
    )
    assert [item.uid for item in found] == [near.uid, lease.uid]


def test_only_kinds_that_need_an_answer_are_asked_about(planner: Planner) -> None:
    item = planner.add()
    planner.queue(DUE_AT)
    planner.send(DUE_AT)
    assert load_asked(planner.session, [item], default_rules()).sent == {}
    asking = [replace(rule, answer_needed=True) for rule in default_rules()]
    sent = load_asked(planner.session, [item], asking).sent
    assert list(sent.values()) == [DUE_AT]


def test_who_is_disabled_is_away_for_good_and_no_head(
    planner: Planner, settings: Settings
) -> None:
    store_account(planner.session, replace(ADA, role=Role.ADMIN), NOW)
    gone = replace(BEN, role=Role.ADMIN, disabled_at=NOW)
    store_account(planner.session, gone, NOW)
    office = office_of(planner.session, settings)
    assert office.heads == (Person("Ada", "ada@example.org"),)
    assert office.absences == (Absence("ben@example.org", date.min, date.max),)


def test_mails_for_a_focal_point_who_is_disabled_go_to_the_deputy(
    planner: Planner,
) -> None:
    people = {
        "focal_point": Person("Ben", "Ben@example.org"),
        "deputy": Person("Ada", "ada@example.org"),
    }
    store_account(planner.session, replace(BEN, disabled_at=NOW), NOW)
    planner.add(**people)
    planner.queue(DUE_AT)
    addresses = {mail.message.to for mail in planner.mails()}
    assert addresses == {"ada@example.org", "comms@example.org"}
