"""Output for people and for programs."""

import json
from collections.abc import Sequence

import click

as_json = click.option(
    "--json", "json_wanted", is_flag=True, help="Print JSON for programs."
)


def print_json(value: object) -> None:
    """Print a value as JSON, Georgian as Georgian."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(rows: Sequence[Sequence[str]], heads: Sequence[str]) -> None:
    """Print columns; the last one is as long as it is."""
    widths = [max(len(row[n]) for row in [heads, *rows]) for n in range(len(heads) - 1)]
    for row in [heads, *rows]:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        click.echo("  ".join([*cells, row[-1]]).rstrip())
