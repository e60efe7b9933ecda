"""What a request needs: its database, settings, instant; and how it answers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, cast
from urllib.parse import quote, unquote, urlencode
from zoneinfo import ZoneInfo

from flask import Flask, Response, current_app, g, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.clock import Clock
from calendar_service.config import Settings
from calendar_service.domain.item import Item
from calendar_service.storage.database import Database, Session

NAME = "calendar"
FEED_SECONDS = 300
SEE_OTHER = 303


@dataclass(frozen=True, slots=True)
class Parts:
    """What create_app joins and every page needs."""

    settings: Settings
    database: Database
    clock: Clock


class Document(Protocol):
    """Bytes that are ready to go out; `etag` is strong, in its quotes."""

    @property
    def body(self) -> bytes: ...
    @property
    def media_type(self) -> str: ...
    @property
    def etag(self) -> str: ...


def join(app: Flask, joined: Parts) -> None:
    """Give the application its parts; what pages vary by is told in one place."""
    app.extensions[NAME] = joined
    app.after_request(_tell_what_varies)


def parts() -> Parts:
    """Return what the application was made from."""
    return cast("Parts", current_app.extensions[NAME])


def database() -> Database:
    return parts().database


def settings() -> Settings:
    return parts().settings


def now() -> datetime:
    """Return the instant of this request: one, however often it is asked for."""
    if "now" not in g:
        g.now = parts().clock()
    return cast("datetime", g.now)


def today() -> date:
    """Return the day on which this request falls in the office's zone."""
    return now().astimezone(ZoneInfo(settings().timezone)).date()


@contextmanager
def transaction() -> Iterator[Session]:
    """Write within this request."""
    with database().transaction() as session:
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """Read one snapshot within this request."""
    with database().reading() as session:
        yield session


def answer(document: Document) -> Response:
    """Send a document, or 304 to whoever has these very bytes.

    No Last-Modified: the newest change of the items that are left says nothing
    about one that was taken away. Werkzeug leaves the body out for HEAD.
    """
    response = Response(document.body, content_type=document.media_type)
    response.headers["ETag"] = document.etag
    response.headers["Cache-Control"] = f"public, max-age={FEED_SECONDS}"
    response.make_conditional(request)
    return response


def absolute(path: str, **query: str | Sequence[str] | None) -> str:
    """Return the public address of a path; the Host header has no say in it."""
    given = {name: value for name, value in query.items() if value}
    asked = f"?{urlencode(given, doseq=True)}" if given else ""
    return f"{settings().base_url}{path}{asked}"


def item_url(item: Item, language: str | None = None) -> str:
    """Return the public address of an item's page, in a language if one is named."""
    return absolute(f"/items/{quote(item.slug)}", lang=language)


def own_path(target: str, otherwise: str) -> str:
    r"""Return the target if it is a path of this site, else the other one.

    Browsers read "//host", "/\host" and "/<tab>/host" as another site, so
    doubled slashes, backslashes and controls are refused, encoded ones too.
    """
    plain = unquote(unquote(target))
    path = plain.partition("?")[0]
    if not target.startswith("/") or "//" in path or "\\" in plain:
        return otherwise
    return target if plain.isprintable() else otherwise


def go_to(path: str) -> AnyResponse:
    """Send the browser to a path of this site, wherever a proxy has put it."""
    return redirect(request.script_root + path, SEE_OTHER)


def vary_on(header: str) -> None:
    """Note that the answer depends on this request header."""
    if "varies" not in g:
        g.varies = []
    g.varies.append(header)


def _tell_what_varies(response: Response) -> Response:
    response.vary.update(g.get("varies", []))
    return response
