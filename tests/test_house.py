"""The plan of the house, held by tests: sizes, mirror, names, transactions."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "calendar_service"
MOST_LINES = 300
VAGUE = {"utils", "helpers", "common", "misc", "base", "core", "manager"}
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))

UNMIRRORED = {
    "__main__.py": "one call of cli.main; tests/test_main.py runs it",
    "storage/account_tables.py": "column definitions, as storage/tables.py",
    "storage/back_plan_tables.py": "column definitions, as storage/tables.py",
    "storage/days_off_tables.py": "column definitions, as storage/tables.py",
    "storage/feed_tables.py": "column definitions, as storage/tables.py",
    "storage/follower_tables.py": "column definitions, as storage/tables.py",
    "storage/mail_tables.py": "column definitions, as storage/tables.py",
    "storage/search_tables.py": "column definitions, as storage/tables.py",
    "storage/tables.py": "column definitions; each storage test goes through them",
}
UNMIRRORED_FOLDERS = {
    "storage/migrations": "run and compared with the tables by storage/test_migrating",
}


def has_code(module: Path) -> bool:
    """Tell whether there is more than a docstring, imports and names to pass on."""
    body = ast.parse((PACKAGE / module).read_text("utf-8")).body
    plain = (ast.Import, ast.ImportFrom, ast.Expr)
    return any(not (isinstance(node, plain) or is_all(node)) for node in body)


def is_all(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"


def is_excused(module: Path) -> bool:
    return module.as_posix() in UNMIRRORED or any(
        module.is_relative_to(folder) for folder in UNMIRRORED_FOLDERS
    )


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_no_module_grows_beyond_three_hundred_lines(module: Path) -> None:
    lines = (PACKAGE / module).read_text("utf-8").splitlines()
    assert len(lines) <= MOST_LINES


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_every_module_with_code_has_its_tests(module: Path) -> None:
    if has_code(module) and not is_excused(module):
        assert (TESTS / module.with_name(f"test_{module.name}")).is_file()


def test_every_excuse_is_still_needed() -> None:
    named = [*UNMIRRORED, *UNMIRRORED_FOLDERS]
    assert [name for name in named if not (PACKAGE / name).exists()] == []


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_no_module_has_a_name_that_says_nothing(module: Path) -> None:
    assert VAGUE.isdisjoint(module.with_suffix("").parts)


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_only_the_database_module_begins_or_commits(module: Path) -> None:
    found = re.findall(
        r"\.(?:commit|begin|begin_nested|rollback)\(",
        (PACKAGE / module).read_text("utf-8"),
    )
    if module != Path("storage/database.py"):
        assert found == []


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_package_files_hold_no_logic(module: Path) -> None:
    if module.name == "__init__.py":
        assert not has_code(module)
