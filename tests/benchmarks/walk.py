"""Live through every minute of sixty days and compare it with what was foretold.

    python -m tests.benchmarks.walk [DAYS]

The clock stands still between the minutes; all mails go to a real SMTP server.
"""

import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from calendar_service.config import load_settings
from calendar_service.storage.database import Database
from calendar_service.storage.migrating import upgrade_database
from tests.fakes import StillClock
from tests.journeys.test_sixty_days import IN_SPRING, SPRING
from tests.smtp_server import Server, running
from tests.walking import Walk, furnish


def main() -> None:
    until = SPRING + timedelta(days=int([*sys.argv[1:], "60"][0]))
    with tempfile.TemporaryDirectory() as folder:
        told = {
            "CALENDAR_INSTANCE": folder,
            "CALENDAR_COMMS_TEAM": "comms@example.org",
            "CALENDAR_MAIL_FROM": "calendar@example.org",
            "CALENDAR_UID_DOMAIN": "example.org",
        }
        settings = load_settings(told)
        database = Database(f"sqlite:///{Path(folder) / 'walk.sqlite3'}")
        upgrade_database(database)
        for server in running(Server()):
            live(Walk(settings, database, StillClock(SPRING), server), until)
        database.close()


def live(walk: Walk, until: datetime) -> None:
    furnish(walk, IN_SPRING)
    foretold = walk.foretold(until)
    began = time.monotonic()
    walk.every_minute(until)
    seconds = time.monotonic() - began
    mailed = walk.mailed(SPRING)
    print(
        f"{walk.beats:,} minutes in {seconds:.0f} s: {len(foretold)} mails foretold,"
        f" {len(mailed)} mailed, the same at the same minutes: {mailed == foretold}"
    )


if __name__ == "__main__":
    main()
