"""What a setting may be; whole settings are read in test_config.py."""

import pytest

from calendar_service.setting_values import (
    BadSetting,
    SignInService,
    host_of,
    read_base_url,
    read_count,
    read_sign_in,
)


def test_an_address_ends_without_a_slash() -> None:
    assert read_base_url("https://calendar.example.org/sub/") == (
        "https://calendar.example.org/sub"
    )


def test_an_address_of_numbers_in_brackets_is_no_domain() -> None:
    assert host_of("http://[::1]:8080") == "localhost"
    assert host_of("http://127.0.0.1:8080") == "127.0.0.1"


@pytest.mark.parametrize("given", ["-1", "1.5", "many", "100000", ""])
def test_a_number_is_a_whole_one_of_a_few_digits(given: str) -> None:
    with pytest.raises(BadSetting, match="CALENDAR_X must be a number of things"):
        read_count("X", given, "a number of things")


def test_a_number_is_read() -> None:
    assert read_count("X", "600", "a number") == 600


OIDC = {
    "OIDC_ISSUER": "https://login.example.org/",
    "OIDC_CLIENT_ID": "calendar",
    "OIDC_CLIENT_SECRET": "hush",
    "OIDC_LABEL": "Work",
}


def test_signing_in_elsewhere_takes_four_settings() -> None:
    found = read_sign_in(OIDC)
    assert found == SignInService(
        issuer="https://login.example.org/",
        client_id="calendar",
        client_secret="hush",  # noqa: S106 - no secret
        label="Work",
    )
    assert "hush" not in repr(found)
    assert read_sign_in({}) is None


@pytest.mark.parametrize("name", OIDC)
def test_three_of_the_four_are_not_enough(name: str) -> None:
    with pytest.raises(BadSetting, match=f"missing: CALENDAR_{name}") as caught:
        read_sign_in(OIDC | {name: ""})
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    ("issuer", "is_taken"),
    [
        ("http://localhost:9000/realms/x", True),
        ("http://login.example.org", False),
        ("https://a.org/?b", False),
        ("https://u:pw@a.org", False),
        ("login.example.org", False),
    ],
)
def test_who_says_who_somebody_is_speaks_tls(issuer: str, *, is_taken: bool) -> None:
    given = OIDC | {"OIDC_ISSUER": issuer}
    if is_taken:
        assert read_sign_in(given) is not None
        return
    with pytest.raises(BadSetting, match="OIDC_ISSUER must be an https address"):
        read_sign_in(given)
