"""What a setting may be; each refusal names it and says what would be right."""

import re
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

PREFIX = "CALENDAR_"
MOST_DIGITS = 5
LANGUAGE = re.compile("[a-z]{2,3}")
DOMAIN = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
SITE = re.compile(rf"https?://{DOMAIN.pattern}(:[0-9]{{1,5}})?")
ADDRESS = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{DOMAIN.pattern}")


class BadSetting(ValueError):
    """A setting cannot be used; the message says which and what would be right."""


def read_base_url(given: str) -> str:
    url = (given or "http://127.0.0.1:8080").rstrip("/")
    if not _is_web_address(url) or "?" in url or "#" in url:
        raise BadSetting(
            f"{PREFIX}BASE_URL must be a web address such as"
            f" https://calendar.example.org, not {given!r}"
        )
    if "@" in url:
        raise BadSetting(f"{PREFIX}BASE_URL must not hold a user or a password")
    return url


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    is_clean = url.isprintable() and " " not in url
    return is_clean and parts.scheme in {"http", "https"} and bool(parts.hostname)


def read_addresses(given: str) -> tuple[str, ...]:
    parts = (part.strip() for part in given.split(","))
    return tuple(read_address("COMMS_TEAM", part) for part in parts if part)


def read_address(name: str, given: str) -> str:
    """Demand a bare address: a name, or a second line, has no place in it."""
    if not ADDRESS.fullmatch(given):
        raise BadSetting(
            f"{PREFIX}{name}: {given!r} is no mail address such as nino@example.org"
        )
    return given


def read_zone(given: str) -> str:
    if given not in available_timezones() - {"localtime", "Factory"}:
        raise BadSetting(
            f"{PREFIX}TIMEZONE: {given!r} is no time zone; write one like Asia/Tbilisi"
        )
    return ZoneInfo(given).key


def read_languages(given: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in given.split(",") if part.strip())
    for language in found:
        if not LANGUAGE.fullmatch(language):
            raise BadSetting(
                f"{PREFIX}LANGUAGES: {language!r} is no language code such as en or ka"
            )
    if not found or len(set(found)) != len(found):
        raise BadSetting(f"{PREFIX}LANGUAGES must name each language once: en,ka")
    return found


def host_of(base_url: str) -> str:
    """Return the host; an IPv6 address is no domain to write in a uid."""
    host = urlsplit(base_url).hostname or ""
    return "localhost" if ":" in host else host


def read_domain(given: str) -> str:
    if not DOMAIN.fullmatch(given):
        raise BadSetting(f"{PREFIX}UID_DOMAIN: {given!r} is no domain name")
    return given


def read_line(name: str, given: str) -> str:
    if not given.isprintable() or not given.strip():
        raise BadSetting(f"{PREFIX}{name} must be one line of plain text")
    return given.strip()


def read_count(name: str, given: str, what: str) -> int:
    if not given.isdecimal() or len(given) > MOST_DIGITS:
        raise BadSetting(f"{PREFIX}{name} must be {what}")
    return int(given)


def read_origins(given: str) -> tuple[str, ...]:
    """Read the sites that may frame the embeds; a path has no place in a policy."""
    found = tuple(part.strip().rstrip("/") for part in given.split(",") if part.strip())
    for site in found:
        if not SITE.fullmatch(site):
            raise BadSetting(
                f"{PREFIX}EMBED_ORIGINS: {site!r} is no site such as"
                " https://www.example.org"
            )
    return found


def read_ping_url(given: str) -> str:
    if given and not _is_web_address(given):
        raise BadSetting(f"{PREFIX}PING_URL must be a web address")
    return given
