"""Count what is lost and doubled when schedulers are killed; run by hand.

    python -m tests.benchmarks.kills [--crowd] [MAILS [KILLS [DATABASE_URL]]]

One scheduler at a time is killed, then four at once send the rest; with
--crowd there are always four, and one after the other is killed. A double is
a mail that came again after a kill: the server had it in that very instant.
Half of the kills are aimed at it, the others fall at random.
The database is to be empty; without one, SQLite in a folder of its own.
"""

import sys
import tempfile
import time
from pathlib import Path

from tests.faults import Trial, trial

AT_ONCE = 4
SECONDS = 0.05
"""What the server takes over a mail."""


def main() -> None:
    given = [each for each in sys.argv[1:] if each != "--crowd"]
    mails, kills = (int(each) for each in [*given[:2], "1000", "200"][:2])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = (given[2:] or [f"sqlite:///{folder / 'kills.sqlite3'}"])[0]
        began = time.monotonic()
        with trial(folder / "instance", url, mails, SECONDS) as office:
            if "--crowd" in sys.argv:
                is_alive = office.kill_one_of(AT_ONCE, kills)
            else:
                office.kill_at_random(kills)
                is_alive = office.finish(processes=AT_ONCE)
            report(office, time.monotonic() - began)
            print("all alive at the end" if is_alive else "SOME DIED BY THEMSELVES")


def report(office: Trial, seconds: float) -> None:
    by_kill = office.doubles_by_kill()
    clean = by_kill.pop(-1, 0)
    aimed = sum(copies for kill, copies in by_kill.items() if kill % 2 == 0)
    print(
        f"{office.number:,} mails, {office.kills} kills in {seconds:.0f} s:"
        f" {len(office.server.message_ids()):,} arrived, {len(office.lost())} lost,"
        f" {aimed} doubles after the {-(-office.kills // 2)} kills aimed at the"
        f" instant, {by_kill.total() - aimed} after the others,"
        f" at most {max(by_kill.values(), default=0)} after one,"
        f" {clean} without one; each with an id of its own, the same for all copies:"
        f" {office.is_one_id_a_mail()}; {len(office.damages)} damages found after"
        f" kills; in the end {dict(sorted(office.states().items()))}"
    )


if __name__ == "__main__":
    main()
