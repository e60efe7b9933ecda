"""One feed over HTTP: which form goes out, and whether it has to (RFC 9110)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from werkzeug.datastructures import ETags
from werkzeug.http import parse_accept_header, parse_date, parse_etags

from calendar_service.services.publishing import Published

SHORTEST_SQUEEZED = 512
FEED_SECONDS = 300
PUBLIC = f"public, max-age={FEED_SECONDS}"
PRIVATE = f"private, max-age={FEED_SECONDS}"


@dataclass(frozen=True, slots=True)
class FeedAnswer:
    """Status, headers in order, and body; the body is empty for 304 and HEAD."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def answer_feed(
    published: Published, environ: Mapping[str, object], cache_control: str = PUBLIC
) -> FeedAnswer:
    """Answer a GET or HEAD from the WSGI environment's headers alone."""
    document = published.document
    squeezed = len(document.body) >= SHORTEST_SQUEEZED and _takes_gzip(
        str(environ.get("HTTP_ACCEPT_ENCODING", ""))
    )
    common = (
        ("ETag", published.gzip_etag if squeezed else document.etag),
        ("Cache-Control", cache_control),
        ("Vary", "Accept-Encoding"),
    )
    if _is_known(published, environ):
        return FeedAnswer(304, common, b"")
    body = published.squeezed if squeezed else document.body
    headers = (
        *common,
        ("Content-Type", document.media_type),
        ("Content-Length", str(len(body))),
        ("Last-Modified", format_datetime(published.modified_at, usegmt=True)),
        *((("Content-Encoding", "gzip"),) if squeezed else ()),
    )
    is_head = environ.get("REQUEST_METHOD") == "HEAD"
    return FeedAnswer(200, headers, b"" if is_head else body)


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
