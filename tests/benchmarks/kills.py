"""Count what is lost and doubled when schedulers are killed; run by hand.

    python -m tests.benchmarks.kills [MAILS [KILLS [DATABASE_URL]]]

The database is to be empty; without one, SQLite in a folder of its own.
"""

import sys
import tempfile
import time
from pathlib import Path

from tests.faults import trial


def main() -> None:
    mails, kills = (int(each) for each in [*sys.argv[1:3], "1000", "200"][:2])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = (sys.argv[3:] or [f"sqlite:///{folder / 'kills.sqlite3'}"])[0]
        began = time.monotonic()
        with trial(folder / "instance", url, mails) as office:
            office.kill_at_random(kills)
            killed = office.kills
            office.finish(processes=4)
            print(
                f"{mails:,} mails, {killed} kills, then four at once:"
                f" {len(office.lost())} lost, {office.doubles()} doubles,"
                f" {len(office.server.message_ids()):,} arrived,"
                f" in {time.monotonic() - began:.0f} s"
            )


if __name__ == "__main__":
    main()
