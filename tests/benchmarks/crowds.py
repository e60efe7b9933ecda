"""Let eight write and eight read at once on SQLite for a minute; run by hand.

    python -m tests.benchmarks.crowds [SECONDS [WRITERS READERS]]

Four web processes and a scheduler share the file. Each writer saves an item of
their own with the form, as fast as they are answered.
"""

import sys
import tempfile
from pathlib import Path

from tests.crowds import crowd

WORKERS = 4


def main() -> None:
    given = [int(each) for each in sys.argv[1:]]
    seconds, writers, readers = [*given, *(60, 8, 8)[len(given) :]]
    with (
        tempfile.TemporaryDirectory() as folder,
        crowd(Path(folder), writers, WORKERS) as office,
    ):
        office.run(writers, readers, seconds)
        times = sorted(office.writes)
        said = ", ".join(f"{n:,} x {s}" for s, n in sorted(office.statuses.items()))
        print(
            f"{writers} writers and {readers} readers for {seconds} s: {said};"
            f" {len(times):,} writes, median {times[len(times) // 2] * 1000:.0f} ms,"
            f" p99 {times[len(times) * 99 // 100] * 1000:.0f} ms;"
            f" each save kept: {office.revisions() == office.saved};"
            f" {len(office.complaints())} complaints in the logs"
        )


if __name__ == "__main__":
    main()
