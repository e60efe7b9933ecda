from calendar_service.web.form_rows import (
    count_rows,
    filled_rows,
    row_numbers,
    row_values,
)

COLUMNS = ("url", "title")


def test_rows_come_back_as_they_were_written() -> None:
    values = row_values("links", COLUMNS, [("a", "A"), ("b", "")])
    assert filled_rows(values, "links", COLUMNS) == [
        {"url": "a", "title": "A"},
        {"url": "b", "title": ""},
    ]


def test_empty_rows_and_strangers_are_left_out() -> None:
    values = {
        "links.3.url": "a",
        "links.1.url": " ",
        "links.x.url": "b",
        "links.9999.url": "c",
        "linksmore.0.url": "d",
    }
    assert filled_rows(values, "links", COLUMNS) == [{"url": "a", "title": ""}]
    assert row_numbers(values, "links") == [1, 3]


def test_one_row_is_free_and_more_on_request() -> None:
    values = row_values("links", COLUMNS, [("a", "A"), ("b", "")])
    assert count_rows({}, "links", more=False) == 1
    assert count_rows(values, "links", more=False) == 3
    assert count_rows(values, "links", more=True) == 6
    assert count_rows({"links.119.url": "a"}, "links", more=True) == 120
