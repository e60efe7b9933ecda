"""Schedulers are killed and run side by side: nothing is lost, nothing doubled.

The promises of the product ask for 1,000 mails and 200 kills: these are run by
hand with `python -m tests.benchmarks.kills`.
"""

from pathlib import Path

from tests.faults import trial


def test_killed_in_the_middle_no_mail_is_lost_and_doubles_fold(
    empty_url: str, tmp_path: Path
) -> None:
    with trial(tmp_path / "instance", empty_url, 16) as office:
        office.kill_at_random(4)
        office.finish()
        assert office.lost() == set()
        assert office.doubles() <= office.kills
        assert len(office.server.message_ids()) == 16
        assert {str(state): n for state, n in office.states().items()} == {"sent": 16}


def test_side_by_side_each_mail_is_sent_by_one(empty_url: str, tmp_path: Path) -> None:
    with trial(tmp_path / "instance", empty_url, 40) as office:
        assert office.finish(processes=3)
        assert (office.lost(), office.doubles()) == (set(), 0)
        assert len(office.server.message_ids()) == 40
