"""Web addresses as feeds want them: URIs (RFC 3986), whatever was typed."""

from contextlib import suppress
from urllib.parse import quote, urlsplit, urlunsplit

KEPT = "/%:@!$&'()*+,;=~?"
"""What has a meaning in an address, and encodings, beside letters and digits."""


def as_uri(address: str) -> str:
    """Return a web address as a URI (RFC 3986) where it is an IRI (RFC 3987).

    What is encoded already stays so. A host that no name server could know
    stays as it is written.
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    with suppress(UnicodeError):
        host = host.encode("idna").decode()
    user, at, _ = parts.netloc.rpartition("@")
    port = f":{parts.port}" if parts.port is not None else ""
    where = f"[{host}]" if ":" in host else host
    return urlunsplit(
        (
            parts.scheme,
            f"{quote(user, safe=KEPT)}{at}{where}{port}",
            quote(parts.path, safe=KEPT),
            quote(parts.query, safe=KEPT),
            quote(parts.fragment, safe=KEPT),
        )
    )
