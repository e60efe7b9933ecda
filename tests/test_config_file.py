"""What the file of the settings says, and what it cannot say."""

from pathlib import Path

import pytest

from calendar_service.config import (
    BadSetting,
)
from tests.test_config import load


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("DEMO = true", "the setting DEMO in {path} is not known"),
        ('INSTANCE = "x"', "{path} lies in the instance folder and cannot name it"),
        (
            "TRUSTED_PROXIES = true",
            "TRUSTED_PROXIES in {path} must be text, a whole number or a list of texts",
        ),
        (
            "COMMS_TEAM = [1.5]",
            "COMMS_TEAM in {path} must be text, a whole number or a list of texts",
        ),
        (
            '[OFFICE_NAME]\nen = "x"',
            "OFFICE_NAME in {path} must be text, a whole number or a list of texts",
        ),
        (
            'timezone = "UTC"',
            (
                "the setting timezone in {path} is not known;"
                " did you mean CALENDAR_TIMEZONE?"
            ),
        ),
    ],
)
def test_what_the_file_cannot_say_is_named(
    tmp_path: Path, line: str, sentence: str
) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(line, "utf-8")
    with pytest.raises(BadSetting) as caught:
        load(tmp_path)
    assert str(caught.value) == sentence.format(path=path)


def test_a_file_may_begin_with_the_mark_of_its_encoding(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("TRUSTED_PROXIES = 2", "utf-8-sig")
    assert load(tmp_path).trusted_proxies == 2


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(b'OFFICE_NAME = "\xe9"')
    with pytest.raises(BadSetting, match="is not UTF-8 text"):
        load(tmp_path)


def test_the_example_of_the_settings_is_read(tmp_path: Path) -> None:
    example = Path(__file__).parent.parent / "instance" / "settings.example.toml"
    lines = example.read_text("utf-8").splitlines()
    chosen = [
        line.removeprefix("# ") for line in lines if line.startswith("# CALENDAR_")
    ]
    (tmp_path / "settings.toml").write_text("\n".join(chosen), "utf-8")
    found = load(tmp_path)
    assert len(chosen) == 19
    assert (found.languages, found.trusted_proxies) == (("en", "ka"), 1)


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("this is not", "utf-8")
    with pytest.raises(BadSetting, match=r"settings\.toml is not valid TOML"):
        load(tmp_path)
