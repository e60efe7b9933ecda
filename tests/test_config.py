"""Settings: where they come from, and what is said of those that cannot be."""

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from calendar_service.config import (
    BadSetting,
    Settings,
    load_settings,
    unconfigured_environment,
)

SECRET = "0123456789abcdef" * 2


def load(instance: Path, **given: str) -> Settings:
    variables = {f"CALENDAR_{name}": value for name, value in given.items()}
    return load_settings({"CALENDAR_INSTANCE": str(instance), "HOME": "/", **variables})


def test_nothing_set_is_an_office_on_this_machine(tmp_path: Path) -> None:
    found = load(tmp_path)
    assert found == Settings(
        instance=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'calendar.sqlite3'}",
        base_url="http://127.0.0.1:8080",
        secret_key=(tmp_path / "secret_key").read_text(),
        smtp_url="",
        mail_from="calendar@127.0.0.1",
        comms_team=(),
        timezone="Asia/Tbilisi",
        languages=("en", "ka"),
        office_name="Calendar",
        uid_domain="127.0.0.1",
        trusted_proxies=0,
        ping_url="",
        mails_per_minute=600,
        sign_in_service=None,
        demo=False,
    )
    assert found.language == "en"


def test_environment_goes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(
        'CALENDAR_OFFICE_NAME = "From the file"\n'
        'CALENDAR_BASE_URL = "https://file.example.org/"\n'
        'COMMS_TEAM = ["a@example.org", "b@example.org"]\n',
        "utf-8",
    )
    found = load(tmp_path, OFFICE_NAME="ოფისი")
    assert (found.office_name, found.base_url) == ("ოფისი", "https://file.example.org")
    assert found.comms_team == ("a@example.org", "b@example.org")
    assert (found.uid_domain, found.mail_from) == (
        "file.example.org",
        "calendar@file.example.org",
    )


def test_commands_choose_the_address_where_no_setting_does(tmp_path: Path) -> None:
    variables = {"CALENDAR_INSTANCE": str(tmp_path)}
    found = load_settings(variables, base_url="http://127.0.0.1:9000", demo=True)
    assert (found.base_url, found.demo) == ("http://127.0.0.1:9000", True)
    variables["CALENDAR_BASE_URL"] = "https://example.org"
    assert load_settings(variables, base_url="http://x:1").base_url == (
        "https://example.org"
    )


def test_a_secret_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(SECRET + "\n")
    assert load(tmp_path, SECRET_KEY_FILE=str(path)).secret_key == SECRET
    with pytest.raises(BadSetting, match="CALENDAR_SECRET_KEY_FILE: cannot read"):
        load(tmp_path, SECRET_KEY_FILE=str(tmp_path / "nothing"))


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: load(tmp_path).secret_key, range(16)))
    path = tmp_path / "secret_key"
    assert found == {path.read_text()}
    assert len(path.read_text()) == 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [left.name for left in tmp_path.iterdir()] == ["secret_key"]


def test_no_secret_is_shown_where_settings_are(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        SECRET_KEY=SECRET,
        SMTP_URL="smtp://user:hush@mail.example.org",
        DATABASE_URL="postgresql://user:hush@host/name",
        PING_URL="https://ping.example.org/hush",
    )
    assert ("hush" in repr(found), SECRET in repr(found)) == (False, False)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("BASE_URL", "example.org", "must be a web address such as"),
        ("BASE_URL", "https://example.org/?a=b", "must be a web address such as"),
        ("BASE_URL", "https://example.org:port", "must be a web address such as"),
        ("BASE_URL", "http://[::1", "must be a web address such as"),
        ("BASE_URL", "https://a b.org", "must be a web address such as"),
        ("BASE_URL", "https://u:pw@example.org", "must not hold a user or a password"),
        ("MAIL_FROM", "Office <a@example.org>", "CALENDAR_MAIL_FROM: 'Office <a@e"),
        ("MAIL_FROM", "a@example.org\nBcc: b@example.org", "is no mail address"),
        ("COMMS_TEAM", "a@@example.org", "CALENDAR_COMMS_TEAM: 'a@@example.org' is no"),
        ("COMMS_TEAM", "ok@example.org,a b@c", "CALENDAR_COMMS_TEAM: 'a b@c' is no"),
        ("LANGUAGES", "english", "'english' is no language code such as en or ka"),
        ("LANGUAGES", ",", "must name each language once"),
        ("TIMEZONE", "localtime", "'localtime' is no time zone"),
        ("UID_DOMAIN", "a\x00b", "is no domain name"),
        ("TRUSTED_PROXIES", "9" * 5000, "must be the number of proxies in front"),
        ("PING_URL", "http://[::1", "CALENDAR_PING_URL must be a web address"),
        ("EMBED_ORIGINS", "https://a.org/x", "'https://a.org/x' is no site such as"),
        ("EMBED_ORIGINS", "https://a.org;x", "EMBED_ORIGINS: 'https://a.org;x' is no"),
        (
            "EMBED_ORIGINS",
            "a.org",
            "'a.org' is no site such as https://www.example.org",
        ),
        ("FOLLOW_BY_MAIL", "maybe", "FOLLOW_BY_MAIL must be on or off, not 'maybe'"),
        ("PING_URL", "https://", "CALENDAR_PING_URL must be a web address"),
        ("office_name", "x", "did you mean CALENDAR_OFFICE_NAME"),
        ("OFFICE_NAME_FILES", "x", "the setting CALENDAR_OFFICE_NAME_FILES is not"),
        ("INSTANCE_FILE", "x", "set CALENDAR_INSTANCE itself, without CALENDAR_INST"),
        ("SECRET_KEY", "short", "CALENDAR_SECRET_KEY is shorter than 32 characters"),
        ("TIMEZONE", "Tbilisi", "'Tbilisi' is no time zone; write one like Asia/Tb"),
        ("TIMEZONE", "../etc/passwd", "is no time zone"),
        ("LANGUAGES", "EN", "'EN' is no language code such as en or ka"),
        ("LANGUAGES", "en,en", "must name each language once"),
        ("COMMS_TEAM", "comms", "CALENDAR_COMMS_TEAM: 'comms' is no mail address"),
        ("UID_DOMAIN", "a b", "CALENDAR_UID_DOMAIN: 'a b' is no domain name"),
        ("OFFICE_NAME", "a\nb", "CALENDAR_OFFICE_NAME must be one line of plain text"),
        ("TRUSTED_PROXIES", "-1", "must be the number of proxies in front"),
        ("PING_URL", "ftp://example.org", "CALENDAR_PING_URL must be a web address"),
        ("OFFICE_NAME", "  ", "CALENDAR_OFFICE_NAME must be one line of plain text"),
        ("OFICE_NAME", "x", "did you mean CALENDAR_OFFICE_NAME"),
        ("OIDC_LABEL", "x", "missing: CALENDAR_OIDC_ISSUER, CALENDAR_OIDC_CLIENT_ID"),
        ("COLOUR", "x", "the setting CALENDAR_COLOUR is not known"),
    ],
)
def test_a_value_that_cannot_be_is_one_sentence(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    with pytest.raises(BadSetting) as caught:
        load(tmp_path, **{name: value})
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value).replace(value, "")


def test_sites_that_may_frame_the_calendar_are_read(tmp_path: Path) -> None:
    found = load(tmp_path, EMBED_ORIGINS="https://a.org/, http://b.org:8080,")
    assert found.embed_origins == ("https://a.org", "http://b.org:8080")
    assert load(tmp_path).embed_origins == ()


def test_a_value_and_a_file_for_it_are_one_too_many(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(SECRET)
    with pytest.raises(BadSetting) as caught:
        load(tmp_path, SECRET_KEY=SECRET, SECRET_KEY_FILE=str(path))
    assert str(caught.value) == (
        "set CALENDAR_SECRET_KEY itself, without CALENDAR_SECRET_KEY_FILE"
    )
    assert load(tmp_path, SECRET_KEY="", SECRET_KEY_FILE=str(path)).secret_key == SECRET


@pytest.mark.parametrize("kept", ["", "short\n"])
def test_a_key_that_was_cut_short_is_not_used(tmp_path: Path, kept: str) -> None:
    path = tmp_path / "secret_key"
    path.write_text(kept)
    with pytest.raises(BadSetting, match="holds fewer than 32 characters"):
        load(tmp_path)
    assert path.read_text() == kept


def test_two_processes_at_once_make_one_key(tmp_path: Path) -> None:
    words = "from calendar_service.config import *; print(load_settings().secret_key)"
    running = [
        subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-c", words],
            env={"CALENDAR_INSTANCE": str(tmp_path)},
            stdout=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    found = {process.communicate()[0].decode().strip() for process in running}
    assert found == {(tmp_path / "secret_key").read_text()}


def test_blank_is_not_set(tmp_path: Path) -> None:
    names = (
        "OFFICE_NAME",
        "DATABASE_URL",
        "BASE_URL",
        "SECRET_KEY",
        "MAIL_FROM",
        "TIMEZONE",
    )
    more = ("LANGUAGES", "UID_DOMAIN", "TRUSTED_PROXIES", "PING_URL", "COMMS_TEAM")
    assert load(tmp_path, **dict.fromkeys([*names, *more], "")) == load(tmp_path)


def test_an_address_that_is_a_number_is_no_domain(tmp_path: Path) -> None:
    found = load(tmp_path, BASE_URL="http://[::1]:8080/")
    assert (found.base_url, found.uid_domain, found.mail_from) == (
        "http://[::1]:8080",
        "localhost",
        "calendar@localhost",
    )


def test_an_instance_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadSetting, match="cannot write in the instance folder"):
        load(tmp_path / "file" / "below")


def test_other_programs_are_told_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALENDAR_SECRET_KEY", SECRET)
    monkeypatch.setenv("OTHER", "kept")
    found = unconfigured_environment()
    assert ("CALENDAR_SECRET_KEY" in found, found["OTHER"]) == (False, "kept")


def test_readers_follow_by_mail_unless_it_is_switched_off(tmp_path: Path) -> None:
    found = [
        load(tmp_path, FOLLOW_BY_MAIL=value).follow_by_mail
        for value in ("", "on", "Off", "OFF")
    ]
    assert found == [True, True, False, False]
