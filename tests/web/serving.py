"""Serve an office on a port of its own, for a real browser."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Thread
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.serving import make_server

from calendar_service.app import create_app
from calendar_service.config import Settings
from tests.builders import NOW
from tests.fakes import StillClock


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
