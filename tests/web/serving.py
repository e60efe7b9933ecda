"""Serve an office on a port of its own, for a real browser."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.serving import make_server

from calendar_service.app import create_app
from calendar_service.config import Settings
from tests.builders import NOW
from tests.fakes import StillClock


def office_in(folder: Path, migrated: Path) -> Settings:
    """Return the settings of an office with nothing in its calendar yet."""
    shutil.copyfile(migrated, folder / "calendar.sqlite3")
    return Settings(
        instance=folder,
        database_url=f"sqlite:///{folder / 'calendar.sqlite3'}",
        base_url="http://127.0.0.1",
        secret_key="a secret that is only good for tests",  # noqa: S106 - no secret
        mail_from="calendar@example.org",
        office_name="The Office",
        uid_domain="example.org",
    )


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """Serve for as long as the block lasts; the addresses fit the port."""
    # The port is known when the server stands; until then nothing is asked.
    made: list[WSGIApplication] = []

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        return made[0](environ, start)

    server = make_server("127.0.0.1", 0, answer, threaded=True)
    address = f"http://127.0.0.1:{server.server_port}"
    app = create_app(replace(settings, base_url=address), StillClock(NOW))
    made.append(app)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield address
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["calendar"].database.close()
