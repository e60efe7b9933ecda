"""Rows of a form: "links.0.url", "links.1.url" and so on."""

import re
from collections.abc import Iterable, Mapping, Sequence

MOST_ROWS = 120
SPARE = 2


def row_numbers(values: Mapping[str, str], name: str) -> list[int]:
    """Return the numbers of the rows that were posted, in order."""
    pattern = re.compile(rf"{re.escape(name)}\.(\d{{1,3}})\.")
    found = {int(match[1]) for key in values if (match := pattern.match(key))}
    return sorted(found)[:MOST_ROWS]


def filled_rows(
    values: Mapping[str, str], name: str, columns: Sequence[str]
) -> list[dict[str, str]]:
    """Return the rows in which something is written, by column."""
    rows = [
        {column: values.get(f"{name}.{n}.{column}", "").strip() for column in columns}
        for n in row_numbers(values, name)
    ]
    return [row for row in rows if any(row.values())]


def row_values(
    name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]
) -> dict[str, str]:
    """Return the values of rows, to be shown in a form."""
    return {
        f"{name}.{number}.{column}": value
        for number, row in enumerate(rows)
        for column, value in zip(columns, row, strict=True)
    }


def count_rows(values: Mapping[str, str], name: str, *, more: bool) -> int:
    """Return how many rows to show: those filled and one or two to fill in."""
    filled = [
        number
        for number in row_numbers(values, name)
        if any(
            value
            for key, value in values.items()
            if key.startswith(f"{name}.{number}.")
        )
    ]
    return min(max(filled, default=-1) + 1 + (SPARE * 2 if more else 1), MOST_ROWS)
