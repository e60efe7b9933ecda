"""What a setting may be; each refusal names it and says what would be right."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

PREFIX = "CALENDAR_"
MOST_DIGITS = 5
LANGUAGE = re.compile("[a-z]{2,3}")
DOMAIN = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
SITE = re.compile(rf"https?://{DOMAIN.pattern}(:[0-9]{{1,5}})?")
ADDRESS = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{DOMAIN.pattern}")


OIDC = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_LABEL")
OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}


class BadSetting(ValueError):
    """A setting cannot be used; the message says which and what would be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInService:
    """Who signs staff in over OpenID Connect; `label` is what the button calls it."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    label: str


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


def read_switch(name: str, given: str) -> bool:
    switches = {"on": True, "off": False}
    if given.lower() not in switches:
        raise BadSetting(f"{PREFIX}{name} must be on or off, not {given!r}")
    return switches[given.lower()]


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


def read_sign_in(values: Mapping[str, str]) -> SignInService | None:
    """Read the four settings of OpenID Connect: all of them, or none."""
    missing = [PREFIX + name for name in OIDC if not values.get(name)]
    if len(missing) == len(OIDC):
        return None
    if missing:
        raise BadSetting(
            "signing in over OpenID Connect takes four settings;"
            f" missing: {', '.join(missing)}"
        )
    issuer = values["OIDC_ISSUER"]
    if not _is_issuer(issuer):
        raise BadSetting(
            f"{PREFIX}OIDC_ISSUER must be an https address such as"
            f" https://login.example.org, not {issuer!r}"
        )
    return SignInService(
        issuer=issuer,
        client_id=read_line("OIDC_CLIENT_ID", values["OIDC_CLIENT_ID"]),
        client_secret=read_line("OIDC_CLIENT_SECRET", values["OIDC_CLIENT_SECRET"]),
        label=read_line("OIDC_LABEL", values["OIDC_LABEL"]),
    )


def _is_issuer(url: str) -> bool:
    """Tell whether identity may come from there: over TLS, or from this machine."""
    if not _is_web_address(url) or any(mark in url for mark in "?#@"):
        return False
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in OWN_MACHINE
