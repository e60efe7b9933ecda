"""Schedulers are killed and run side by side: nothing is lost, nothing doubled.

The promises of the product ask for 1,000 mails and 200 kills: these are run by
hand with `python -m tests.benchmarks.kills`.
"""

from pathlib import Path

from calendar_service.storage.outbox import MailState
from tests.faults import Trial, trial


def demand_each_mail_once(office: Trial) -> None:
    """All have arrived, and again only what a kill left in doubt: it folds."""
    assert (office.lost(), office.damages) == (set(), [])
    assert len(office.server.message_ids()) == office.number
    assert office.is_one_id_a_mail()
    by_kill = office.doubles_by_kill()
    assert (by_kill.pop(-1, 0), max(by_kill.values(), default=0) <= 1) == (0, True)
    assert {str(state): n for state, n in office.states().items()} == {
        "sent": office.number
    }


def test_killed_in_the_middle_no_mail_is_lost_and_none_doubled(
    empty_url: str, tmp_path: Path
) -> None:
    with trial(tmp_path / "instance", empty_url, 16) as office:
        office.kill_at_random(4)
        assert office.finish()
        demand_each_mail_once(office)
        assert office.doubles() == 0  # the courier had outlived each kill


def test_of_several_one_is_killed_and_the_others_go_on(
    empty_url: str, tmp_path: Path
) -> None:
    with trial(tmp_path / "instance", empty_url, 40) as office:
        assert office.kill_one_of(2, 3)
        demand_each_mail_once(office)


def test_four_side_by_side_send_each_mail_once_and_stay_alive(
    empty_url: str, tmp_path: Path
) -> None:
    with trial(tmp_path / "instance", empty_url, 120) as office:
        assert office.finish(processes=4)
        demand_each_mail_once(office)
        assert (office.doubles(), office.kills) == (0, 0)


def test_who_is_asked_to_stop_finishes_the_mail_in_flight(
    empty_url: str, tmp_path: Path
) -> None:
    with trial(tmp_path / "instance", empty_url, 5, seconds=1.0) as office:
        code, seconds = office.stop_in_the_middle()
        taken = len(office.server.taken)
        assert (code, seconds < 10) == (0, True)
        assert (taken == office.server.begun, 0 < taken < 5) == (True, True)
        assert office.states() == {MailState.SENT: taken, MailState.WAITING: 5 - taken}
        assert office.finish()
        demand_each_mail_once(office)
        assert office.doubles() == 0
