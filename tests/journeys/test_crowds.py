"""Many write and read at once on SQLite: nobody is told that it is locked.

The promise speaks of eight writers and eight readers for a minute, which is run
by hand with `python -m tests.benchmarks.crowds`.
"""

from pathlib import Path

from tests.crowds import crowd


def test_writers_and_readers_at_once_are_all_served(tmp_path: Path) -> None:
    with crowd(tmp_path, writers=3, workers=2) as office:
        office.run(writers=3, readers=3, seconds=4)
        assert set(office.statuses) == {200}
        assert office.revisions() == office.saved
        assert office.saved.total() == len(office.writes) > 0
        assert office.complaints() == []
        assert office.scheduler.process.poll() is None
