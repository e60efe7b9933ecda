"""Numbers in addresses: at most what every database holds."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

MOST = 2**31 - 1


class RowNumber(IntegerConverter):
    """A whole number that rows may have: a larger one is the address of nothing."""

    def __init__(self, map: Map, fixed_digits: int = 0) -> None:  # noqa: A002 - as its parent has it
        super().__init__(map, fixed_digits=fixed_digits, max=MOST)


def bound_numbers(app: Flask) -> None:
    """Let `<int:…>` take no number that a database would stumble over."""
    app.url_map.converters["int"] = RowNumber
