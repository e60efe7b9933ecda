"""One feed over HTTP: which form goes out, and whether it has to (RFC 9110)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from werkzeug.datastructures import ETags
from werkzeug.http import parse_accept_header, parse_date, parse_etags

from calendar_service.feeds.document import ATOM, RSS
from calendar_service.services.publishing import Published

SHORTEST_SQUEEZED = 512
FEED_SECONDS = 300
PUBLIC = f"public, max-age={FEED_SECONDS}"
PRIVATE = f"private, max-age={FEED_SECONDS}"
FOR_BROWSERS = "application/xml; charset=utf-8"
SHOWN_BY_BROWSERS = frozenset({ATOM, RSS})
"""Of these a browser shows the source, unless it is told that they are XML."""

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FeedAnswer:
    """Status, headers in order, and body; the body is empty for 304 and HEAD."""

    status: int
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """In which of its forms a document goes out."""

    squeezed: bool
    media_type: str


class Ready:
    """One document ready to be sent; its headers are written once."""

    def __init__(
        self, published: Published, cache_control: str = PUBLIC, more: Headers = ()
    ) -> None:
        """Take `more` headers for every answer, after those of the document."""
        self.published = published
        self._is_shown = published.document.media_type in SHOWN_BY_BROWSERS
        vary = "Accept-Encoding, Accept" if self._is_shown else "Accept-Encoding"
        self._common = (("Cache-Control", cache_control), ("Vary", vary))
        self._more = more
        self._known: dict[Form, FeedAnswer] = {}
        self._full: dict[Form, FeedAnswer] = {}

    def answer(self, environ: Mapping[str, object]) -> FeedAnswer:
        """Answer a GET or HEAD from the WSGI environment's headers alone."""
        form = self._form(environ)
        if _is_known(self.published, environ):
            found = self._known.get(form)
            if found is None:
                headers = (self._tag(form), *self._common, *self._more)
                found = self._known[form] = FeedAnswer(304, headers, b"")
            return found
        found = self._full.get(form)
        if found is None:
            found = self._full[form] = self._whole(form)
        if environ.get("REQUEST_METHOD") == "HEAD":
            return FeedAnswer(200, found.headers, b"")
        return found

    def _form(self, environ: Mapping[str, object]) -> Form:
        document = self.published.document
        squeezed = len(document.body) >= SHORTEST_SQUEEZED and _takes_gzip(
            str(environ.get("HTTP_ACCEPT_ENCODING", ""))
        )
        # Feed readers ask for feeds, or for anything; only browsers for a page.
        is_page = self._is_shown and "text/html" in str(environ.get("HTTP_ACCEPT", ""))
        return Form(squeezed, FOR_BROWSERS if is_page else document.media_type)

    def _whole(self, form: Form) -> FeedAnswer:
        published = self.published
        body = published.squeezed if form.squeezed else published.document.body
        headers = (
            self._tag(form),
            *self._common,
            ("Content-Type", form.media_type),
            ("Content-Length", str(len(body))),
            ("Last-Modified", format_datetime(published.modified_at, usegmt=True)),
            *((("Content-Encoding", "gzip"),) if form.squeezed else ()),
            *self._more,
        )
        return FeedAnswer(200, headers, body)

    def _tag(self, form: Form) -> tuple[str, str]:
        published = self.published
        squeezed = published.gzip_etag
        return ("ETag", squeezed if form.squeezed else published.document.etag)


def answer_feed(
    published: Published, environ: Mapping[str, object], cache_control: str = PUBLIC
) -> FeedAnswer:
    """Answer one GET or HEAD from the WSGI environment's headers alone."""
    return Ready(published, cache_control).answer(environ)


def _takes_gzip(accepted: str) -> bool:
    """Tell whether gzip is asked for; the common forms without parsing."""
    if "gzip" not in accepted:
        return False
    if ";" not in accepted:
        return True
    return any(
        name == "gzip" and quality > 0
        for name, quality in parse_accept_header(accepted)
    )


def _is_known(published: Published, environ: Mapping[str, object]) -> bool:
    """Tell whether the client has these bytes; a tag goes before a date."""
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if isinstance(tags, str):
        ours = (published.document.etag, published.gzip_etag)
        return tags in ours or _has_one(parse_etags(tags), ours)
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    if not isinstance(since, str):
        return False
    date = parse_date(since)
    return date is not None and _seconds(date) >= _seconds(published.modified_at)


def _has_one(tags: ETags, ours: tuple[str, ...]) -> bool:
    return tags.star_tag or any(tags.contains_weak(tag.strip('"')) for tag in ours)


def _seconds(instant: datetime) -> int:
    return int(instant.astimezone(UTC).timestamp())
