"""What runs every minute finds its rows by an index, however many there are."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR
from calendar_service.domain.agreement import Agreement
from calendar_service.domain.item import ItemKind
from calendar_service.domain.span import whole_days
from calendar_service.scheduler import MailWorker
from calendar_service.services.delivering import Delivered
from calendar_service.services.editing import add_item
from calendar_service.services.reminding import Queued
from calendar_service.storage.database import Database
from tests.builders import make_draft, timed
from tests.fakes import StillClock

DUE_AT = datetime.fromisoformat("2026-05-07T05:00+00:00")
"""A week before the fourteenth, nine o'clock in Tbilisi."""
LARGE = (
    *("items", "item_texts", "item_tags", "item_revisions", "renditions"),
    *("outbox", "mailbox", "mail_answers", "sessions", "login_attempts"),
)
"""Tables that grow with the years."""

Statement = tuple[str, Any]


@pytest.fixture
def worker(settings: Settings, any_database: Database, clock: StillClock) -> MailWorker:
    """One that has a meeting and an agreement to remind of, and is quiet now."""
    made = MailWorker(replace(settings, demo=True), any_database, clock)
    made.prepare()
    clock.now = DUE_AT - timedelta(days=1)
    ends = Agreement(expires=whole_days(date(2026, 8, 1)))
    drafts = (
        make_draft(span=timed("2026-05-14T10:00"), tags=("a", "b")),
        make_draft(kind=ItemKind.AGREEMENT, agreement=ends),
    )
    with any_database.transaction() as session:
        for draft in drafts:
            add_item(session, OPERATOR, draft, clock.now, "example.org")
    clock.now = DUE_AT - timedelta(minutes=2)
    for _ in range(2):
        made.beat()
    clock.now = DUE_AT - timedelta(minutes=1)
    return made


@contextmanager
def heard(database: Database) -> Iterator[list[Statement]]:
    """Note all statements that are run inside."""
    said: list[Statement] = []

    def note(*given: Any) -> None:  # noqa: ANN401 - what SQLAlchemy hands over
        _, _, statement, parameters, _, _ = given
        said.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    yield said
    event.remove(database.engine, "before_cursor_execute", note)


def walks_through(database: Database, statements: list[Statement]) -> set[str]:
    """Return what is done by looking at each row of a large table."""
    asked = [
        (statement, parameters)
        for statement, parameters in statements
        if statement.startswith(("SELECT", "UPDATE", "DELETE"))
    ]
    assert asked
    explain = in_sqlite if database.is_sqlite else in_postgresql
    with database.engine.connect() as connection:
        return {
            f"{table}: {' '.join(statement.split())}"
            for statement, parameters in asked
            for table in explain(connection, statement, parameters)
            if table in LARGE
        }


def in_sqlite(
    connection: Connection,
    statement: str,
    parameters: Any,  # noqa: ANN401 - as they came
) -> Iterator[str]:
    """Yield the tables that are scanned, were it along an index."""
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    names = aliases(statement)
    for *_, step in plan:
        found = re.match(r"SCAN (\w+)", step)
        if found:
            yield names.get(found[1], found[1])


def in_postgresql(
    connection: Connection,
    statement: str,
    parameters: Any,  # noqa: ANN401 - as they came
) -> Iterator[str]:
    """Yield the tables of which no index finds the rows.

    Of the few rows of a test it would read all: it is told not to if it can.
    """
    connection.exec_driver_sql("SET enable_seqscan = off")
    plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
    found = plan.scalar_one()
    nodes = [(found if isinstance(found, list) else json.loads(found))[0]["Plan"]]
    while nodes:
        node = nodes.pop()
        below = node.get("Plans", [])
        # The greatest id is the last one of its index, and all that is read.
        greatest = ("Limit", "Index Only Scan")
        nodes += [n for n in below if (node["Node Type"], n["Node Type"]) != greatest]
        if "Relation Name" in node and not is_found(node):
            yield node["Relation Name"]


def is_found(node: dict[str, Any]) -> bool:
    """Tell whether conditions on an index lead to the rows; changing is no search."""
    return bool({"Index Cond", "Recheck Cond"} & node.keys()) or (
        node["Node Type"] == "ModifyTable"
    )


def aliases(statement: str) -> dict[str, str]:
    return {alias: table for table, alias in re.findall(r"(\w+) AS (\w+)", statement)}


def test_a_minute_in_which_nothing_is_due_walks_through_nothing(
    worker: MailWorker,
) -> None:
    with heard(worker.database) as said:
        assert worker.beat() == (Queued(), Delivered())
    assert walks_through(worker.database, said) == set()


def test_what_is_due_is_found_claimed_and_marked_by_an_index(
    worker: MailWorker, clock: StillClock
) -> None:
    clock.now = DUE_AT
    with heard(worker.database) as said:
        assert worker.beat() == (Queued(due=1), Delivered(sent=1))
    claims = [statement for statement, _ in said if "claimed_by" in statement]
    assert len(claims) >= 3
    assert walks_through(worker.database, said) == set()


def test_a_walk_through_a_table_would_be_seen(worker: MailWorker) -> None:
    asked = "SELECT id FROM outbox WHERE why = 'because'"
    with heard(worker.database) as said, worker.database.reading() as session:
        session.connection().exec_driver_sql(asked)
    assert walks_through(worker.database, said) == {f"outbox: {asked}"}
