"""The key that makes a mail single: parts joined by slashes, escaped inside them."""

from collections.abc import Iterable


def join_key(parts: Iterable[str]) -> str:
    """Return the key of these parts; `split_key` gives them back."""
    return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in parts)


def split_key(key: str) -> list[str]:
    """Return the parts of a key."""
    return [part.replace("%2F", "/").replace("%25", "%") for part in key.split("/")]
