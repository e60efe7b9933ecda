"""What a setting may be; whole settings are read in test_config.py."""

import pytest

from calendar_service.setting_values import (
    BadSetting,
    host_of,
    read_base_url,
    read_count,
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
