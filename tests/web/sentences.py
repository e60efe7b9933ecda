"""The sentences that stand in the source of a module."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "calendar_service"
SAMPLE = "7"
SENTENCE = re.compile(r"[a-z]{2,},? \S")


def sentences(module: str) -> list[str]:
    """Return the texts of more than one word, what is filled in being a seven."""
    tree = ast.parse((PACKAGE / module).read_text("utf-8"))
    parts = {part for whole in ast.walk(tree) for part in _parts(whole)}
    found = [node for node in ast.walk(tree) if node not in parts]
    return sorted({text for text in map(_text, found) if SENTENCE.search(text)})


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is no text of its own: docstrings, and the insides of a text."""
    if isinstance(node, ast.JoinedStr):
        yield from (inner for inner in ast.walk(node) if inner is not node)
    if isinstance(node, ast.Expr):
        yield node.value


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(value.value) if isinstance(value, ast.Constant) else SAMPLE
            for value in node.values
        )
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ""
