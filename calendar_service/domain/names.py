"""Short names that people give to rules and lists."""

import re

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MOST_LETTERS = 60


def name_problem(name: str) -> str | None:
    """Say what is wrong with a name, or None. It stands in addresses and commands."""
    if len(name) > MOST_LETTERS or not NAME.fullmatch(name):
        return f"takes small letters, digits and hyphens, at most {MOST_LETTERS}"
    return None
