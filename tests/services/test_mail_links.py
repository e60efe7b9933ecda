"""Tests of services/mail_links.py."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as drawing
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

from calendar_service.config import Settings
from calendar_service.domain.answer import Stop
from calendar_service.domain.follower import Follower, Pace, Wish
from calendar_service.domain.item import ItemKind
from calendar_service.services.mail_links import (
    Asking,
    BadLink,
    ExpiredLink,
    answer_link,
    confirm_link,
    invitation_link,
    leave_link,
    manage_link,
    read_answer,
    read_confirm,
    read_follow,
    read_invitation,
    read_reset,
    read_stop,
    reset_link,
    stop_link,
)
from tests.builders import NOW

KEY = "item/2026-10-01/r/notice/90/ada@example.org"
ASKING = Asking(KEY, "ada@example.org", 3)
STOP = Stop("ada@example.org", ItemKind.MEETING)
NINO = Follower(
    name="x3nP-_" * 5 + "ab",
    address="nino@example.org",
    wish=Wish(),
    pace=Pace.WEEKLY,
    language="ka",
    asked_at=NOW,
)


def token(address: str) -> str:
    return urlsplit(address).path.rpartition("/")[2]


def test_a_stop_link_says_who_and_what_and_keeps_the_language(
    settings: Settings,
) -> None:
    address = urlsplit(stop_link(settings, STOP, "ka"))
    assert address.geturl().startswith("http://calendar.example.org/mail/stop/")
    assert parse_qs(address.query) == {"lang": ["ka"]}
    assert read_stop(settings, token(address.geturl())) == STOP


def test_an_answer_link_says_which_mail_for_sixty_days(settings: Settings) -> None:
    made = token(answer_link(settings, ASKING, "en", NOW))
    for later in (timedelta(days=-1), timedelta(), timedelta(days=60)):
        assert read_answer(settings, made, NOW + later) == ASKING
    with pytest.raises(ExpiredLink):
        read_answer(settings, made, NOW + timedelta(days=60, seconds=1))


def test_a_reset_link_says_whose_password_for_an_hour(settings: Settings) -> None:
    made = token(reset_link(settings, "ada@example.org", "state", "ka", NOW))
    for later in (timedelta(), timedelta(hours=1)):
        found = read_reset(settings, made, NOW + later)
        assert found == ("ada@example.org", "state")
    with pytest.raises(ExpiredLink):
        read_reset(settings, made, NOW + timedelta(hours=1, seconds=1))
    with pytest.raises(BadLink):
        read_answer(settings, made, NOW)
    for wrong in (
        token(answer_link(settings, ASKING, "en", NOW)),
        *("", "a.b.c", made[:-1], made + "~"),
    ):
        with pytest.raises(BadLink):
            read_reset(settings, wrong, NOW)


def test_an_invitation_says_who_for_a_week_and_is_no_other_link(
    settings: Settings,
) -> None:
    made = token(invitation_link(settings, "ada@example.org", "state", "ka", NOW))
    week = timedelta(days=7)
    for later in (timedelta(0), week):
        found = read_invitation(settings, made, NOW + later)
        assert found == ("ada@example.org", "state")
    with pytest.raises(ExpiredLink):
        read_invitation(settings, made, NOW + week + timedelta(seconds=1))
    with pytest.raises(BadLink):
        read_reset(settings, made, NOW)
    reset = token(reset_link(settings, "ada@example.org", "state", "ka", NOW))
    with pytest.raises(BadLink):
        read_invitation(settings, reset, NOW)


def test_same_mail_same_link(settings: Settings) -> None:
    links = {answer_link(settings, ASKING, "en", NOW) for _ in range(2)}
    links |= {stop_link(settings, STOP, "en") for _ in range(2)}
    assert len(links) == 2


def test_another_secret_or_purpose_makes_no_link_of_ours(settings: Settings) -> None:
    other = replace(settings, secret_key="another secret")  # noqa: S106 - no secret
    stop, answer = stop_link(other, STOP, "en"), answer_link(other, ASKING, "en", NOW)
    with pytest.raises(BadLink):
        read_stop(settings, token(stop))
    with pytest.raises(BadLink):
        read_answer(settings, token(answer), NOW)
    with pytest.raises(BadLink):
        read_stop(settings, token(answer_link(settings, ASKING, "en", NOW)))
    with pytest.raises(BadLink):
        read_answer(settings, token(stop_link(settings, STOP, "en")), NOW)


@pytest.mark.parametrize("content", [None, 7, [], ["a"], ["a", "seance"], {"a": 1}])
def test_odd_content_under_our_name_is_refused(
    settings: Settings, content: object
) -> None:
    made = URLSafeSerializer(settings.secret_key, salt="mail-stop").dumps(content)
    with pytest.raises(BadLink):
        read_stop(settings, str(made))


@drawing(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60), cut=st.integers(0, 200))
def test_whatever_is_not_ours_whole_is_refused(
    settings: Settings, text: str, cut: int
) -> None:
    made = token(answer_link(settings, ASKING, "en", NOW))
    for wrong in (text, made + text if text else "", made[:cut], "x" * 10_000):
        if wrong != made:
            with pytest.raises(BadLink):
                read_answer(settings, wrong, NOW)
            with pytest.raises(BadLink):
                read_stop(settings, wrong)


def test_a_follower_leaves_and_changes_by_links_that_never_expire(
    settings: Settings,
) -> None:
    for make, what in ((leave_link, "leave"), (manage_link, "follow")):
        address = urlsplit(make(settings, NINO.name, "ka"))
        start = f"http://calendar.example.org/mail/{what}/"
        assert address.geturl().startswith(start)
        assert parse_qs(address.query) == {"lang": ["ka"]}
        assert read_follow(settings, token(address.geturl())) == NINO.name
        assert token(address.geturl()).startswith(f"{NINO.name}.")


def test_a_follower_confirms_within_three_days(settings: Settings) -> None:
    made = token(confirm_link(settings, NINO))
    three, second = timedelta(days=3), timedelta(seconds=1)
    for later in (-three, timedelta(), three - second):
        assert read_confirm(settings, made, NOW + later) == NINO.name
    with pytest.raises(ExpiredLink):
        read_confirm(settings, made, NOW + three)


def test_a_follower_s_links_are_good_for_nothing_else(settings: Settings) -> None:
    follow = token(leave_link(settings, NINO.name, "en"))
    confirming = token(confirm_link(settings, NINO))
    for wrong in (confirming, follow[:-1], "", token(stop_link(settings, STOP, "en"))):
        with pytest.raises(BadLink):
            read_follow(settings, wrong)
    for wrong in (follow, confirming[:-1], ""):
        with pytest.raises(BadLink):
            read_confirm(settings, wrong, NOW)
