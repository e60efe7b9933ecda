"""Settings, read once from the environment and instance/settings.toml."""

import contextlib
import difflib
import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from calendar_service.setting_values import (
    PREFIX,
    BadSetting,
    SignInService,
    host_of,
    read_address,
    read_addresses,
    read_base_url,
    read_count,
    read_domain,
    read_languages,
    read_line,
    read_origins,
    read_ping_url,
    read_sign_in,
    read_switch,
    read_zone,
)

__all__ = [
    "BadSetting",
    "Settings",
    "SignInService",
    "load_settings",
    "unconfigured_environment",
]

FILE_NAME = "settings.toml"
NAMES = (
    "DATABASE_URL",
    "INSTANCE",
    "BASE_URL",
    "SECRET_KEY",
    "SMTP_URL",
    "MAIL_FROM",
    "COMMS_TEAM",
    "TIMEZONE",
    "LANGUAGES",
    "OFFICE_NAME",
    "UID_DOMAIN",
    "TRUSTED_PROXIES",
    "PING_URL",
    "MAILS_PER_MINUTE",
    "EMBED_ORIGINS",
    "FOLLOW_BY_MAIL",
    "OIDC_ISSUER",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
    "OIDC_LABEL",
)
SHORTEST_SECRET = 32
USUAL_PACE = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that differs between two installations.

    `secret_key`, the password in `smtp_url` and the one in `database_url` are
    kept out of `repr`, so that no log and no traceback shows them; so is
    `ping_url`, which is a secret where the watching service makes it one.
    """

    instance: Path
    database_url: str = field(repr=False)
    base_url: str
    secret_key: str = field(repr=False)
    smtp_url: str = field(default="", repr=False)
    mail_from: str
    comms_team: tuple[str, ...] = ()
    timezone: str = "Asia/Tbilisi"
    languages: tuple[str, ...] = ("en", "ka")
    office_name: str = "Calendar"
    uid_domain: str = "localhost"
    trusted_proxies: int = 0
    ping_url: str = field(default="", repr=False)
    mails_per_minute: int = USUAL_PACE
    embed_origins: tuple[str, ...] = ()
    follow_by_mail: bool = True
    sign_in_service: SignInService | None = None
    demo: bool = False

    @property
    def language(self) -> str:
        """Return the language that is used where nobody chose one."""
        return self.languages[0]


def load_settings(
    environment: Mapping[str, str] | None = None, **overrides: object
) -> Settings:
    """Read the settings; the environment wins over the file in the instance folder.

    `overrides` are for commands: `base_url` for a chosen port, `demo`. Raises
    BadSetting with one sentence.
    """
    variables = os.environ if environment is None else environment
    instance = Path(variables.get(PREFIX + "INSTANCE") or "instance").absolute()
    values = _from_file(instance / FILE_NAME) | _from_environment(variables)
    usual_url = str(overrides.pop("base_url", ""))
    base_url = read_base_url(values.get("BASE_URL") or usual_url)
    domain = read_domain(values.get("UID_DOMAIN") or host_of(base_url))
    sender = values.get("MAIL_FROM") or f"calendar@{domain}"
    chosen: dict[str, object] = {
        "instance": instance,
        "database_url": values.get("DATABASE_URL") or _embedded(instance),
        "base_url": base_url,
        "secret_key": _secret(values.get("SECRET_KEY", ""), instance),
        "smtp_url": values.get("SMTP_URL", ""),
        "mail_from": read_address("MAIL_FROM", sender),
        "comms_team": read_addresses(values.get("COMMS_TEAM", "")),
        "timezone": read_zone(values.get("TIMEZONE") or "Asia/Tbilisi"),
        "languages": read_languages(values.get("LANGUAGES") or "en,ka"),
        "office_name": read_line(
            "OFFICE_NAME", values.get("OFFICE_NAME") or "Calendar"
        ),
        "uid_domain": domain,
        "trusted_proxies": read_count(
            "TRUSTED_PROXIES",
            values.get("TRUSTED_PROXIES") or "0",
            "the number of proxies in front",
        ),
        "mails_per_minute": read_count(
            "MAILS_PER_MINUTE",
            values.get("MAILS_PER_MINUTE") or str(USUAL_PACE),
            "how many mails may go out in a minute, 0 for no limit",
        ),
        "ping_url": read_ping_url(values.get("PING_URL", "")),
        "embed_origins": read_origins(values.get("EMBED_ORIGINS", "")),
        "follow_by_mail": read_switch(
            "FOLLOW_BY_MAIL", values.get("FOLLOW_BY_MAIL") or "on"
        ),
        "sign_in_service": read_sign_in(values),
    }
    return Settings(**(chosen | overrides))  # type: ignore[arg-type]  # the keys above are the fields


def unconfigured_environment() -> dict[str, str]:
    """Return the environment without our settings, for programs that need none."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith(PREFIX)
    }


def _from_environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Take our variables; a secret may come from a file named by …_FILE."""
    found: dict[str, str] = {}
    for variable, value in variables.items():
        name = variable.removeprefix(PREFIX)
        if name == variable:
            continue
        plain = name.removesuffix("_FILE")
        if plain == name or plain not in NAMES:
            found[_known(name, variable)] = value
        elif plain == "INSTANCE" or variables.get(PREFIX + plain):
            raise BadSetting(f"set {PREFIX}{plain} itself, without {variable}")
        else:
            found[plain] = _read(Path(value), variable).strip()
    return found


def _from_file(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        entries = tomllib.loads(_read(path, str(path)))
    except tomllib.TOMLDecodeError as wrong:
        raise BadSetting(f"{path} is not valid TOML: {wrong}") from None
    found: dict[str, str] = {}
    for key, value in entries.items():
        name = _known(key.removeprefix(PREFIX), f"{key} in {path}")
        if name == "INSTANCE":
            raise BadSetting(f"{path} lies in the instance folder and cannot name it")
        found[name] = _one_value(value, f"{key} in {path}")
    return found


def _one_value(value: object, shown: str) -> str:
    """Return what the environment would have said."""
    several = value if isinstance(value, list) else [value]
    for one in several:
        if not isinstance(one, str) and type(one) is not int:
            raise BadSetting(f"{shown} must be text, a whole number or a list of texts")
    return ",".join(map(str, several))


def _known(name: str, shown: str) -> str:
    if name not in NAMES:
        near = difflib.get_close_matches(name.upper(), NAMES, 1)
        hint = f"; did you mean {PREFIX}{near[0]}?" if near else ""
        raise BadSetting(f"the setting {shown} is not known{hint}")
    return name


def _read(path: Path, shown: str) -> str:
    try:
        return path.read_text("utf-8-sig")  # some editors begin a file with a BOM
    except OSError as wrong:
        raise BadSetting(f"{shown}: cannot read {path}: {wrong.strerror}") from None
    except UnicodeDecodeError:
        raise BadSetting(f"{shown}: {path} is not UTF-8 text") from None


def _embedded(instance: Path) -> str:
    return f"sqlite:///{instance / 'calendar.sqlite3'}"


def _secret(given: str, instance: Path) -> str:
    """Return the key that signs cookies and links; make one if none is set."""
    if given:
        if len(given) < SHORTEST_SECRET:
            raise BadSetting(
                f"{PREFIX}SECRET_KEY is shorter than {SHORTEST_SECRET} characters"
            )
        return given
    path = instance / "secret_key"
    try:
        instance.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make_secret(path)
    except OSError as wrong:
        raise BadSetting(
            f"cannot write in the instance folder {instance}: {wrong.strerror};"
            f" set {PREFIX}INSTANCE to a folder that can be written"
        ) from None
    kept = _read(path, str(path)).strip()
    if len(kept) < SHORTEST_SECRET:
        raise BadSetting(
            f"{path} holds fewer than {SHORTEST_SECRET} characters: put the key back"
            " from a backup, or delete the file to have a new one made"
        )
    return kept


def _make_secret(path: Path) -> None:
    """Put the key in place whole: two starts at once, or a kill, leave one key.

    The name beside it is random: process ids are the same in two containers.
    """
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(descriptor)
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
    finally:
        fresh.unlink()
