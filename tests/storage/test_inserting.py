"""Inserting what may be there already, at once from several sides."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select

from calendar_service.storage.database import Database
from calendar_service.storage.inserting import insert_into
from calendar_service.storage.tables import BeatRow
from tests.builders import NOW


def test_of_many_that_insert_the_same_one_is_first_and_none_fails(
    any_database: Database,
) -> None:
    together = Barrier(4)

    def insert(_: int) -> str | None:
        together.wait()
        with any_database.transaction() as session:
            new = insert_into(session, BeatRow).values(name="one", at=NOW)
            unless_there = new.on_conflict_do_nothing(index_elements=["name"])
            return session.scalar(unless_there.returning(BeatRow.name))

    with ThreadPoolExecutor(4) as pool:
        found = sorted(map(str, pool.map(insert, range(4))))
    assert found == ["None", "None", "None", "one"]
    with any_database.reading() as session:
        assert session.scalars(select(BeatRow.name)).all() == ["one"]
