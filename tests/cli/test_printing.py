import json

import pytest

from calendar_service.cli.printing import print_json, print_table


def test_json_keeps_georgian(capsys: pytest.CaptureFixture[str]) -> None:
    print_json([{"title": "შეხვედრა"}])
    printed = capsys.readouterr().out
    assert "შეხვედრა" in printed
    assert json.loads(printed) == [{"title": "შეხვედრა"}]


def test_columns_stand_below_their_heads(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([("a", "bb", "c " * 30), ("aaaa", "b", "")], ("A", "LONG", "LAST"))
    assert capsys.readouterr().out.splitlines() == [
        "A     LONG  LAST",
        "a     bb    " + ("c " * 30).rstrip(),
        "aaaa  b",
    ]


def test_table_without_rows_is_its_head(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([], ("A", "B"))
    assert capsys.readouterr().out == "A  B\n"
