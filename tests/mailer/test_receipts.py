"""Tests of mailer/receipts.py."""

from contextlib import closing
from pathlib import Path

import pytest

from calendar_service.mailer.receipts import Receipt, Receipts, is_held


@pytest.fixture
def receipt(tmp_path: Path) -> Receipt:
    path = tmp_path / "receipt"
    path.write_text("as it was before")
    return Receipt(path, "taken")


def test_is_written_at_the_beginning_of_its_file(receipt: Receipt) -> None:
    with closing(Receipts()) as receipts:
        receipts.prepare(receipt)
        assert not receipt.is_left()
        receipts.leave(receipt)
    assert receipt.is_left()
    assert receipt.path.read_text() == "taken was before"


def test_file_is_held_from_the_preparation_to_the_end(receipt: Receipt) -> None:
    with closing(Receipts()) as receipts:
        assert not is_held(receipt.path)
        receipts.prepare(receipt)
        receipts.prepare(receipt)
        assert (is_held(receipt.path), is_held(receipt.path)) == (True, True)
    assert not is_held(receipt.path)


def test_only_the_file_of_the_last_one_is_held(
    receipt: Receipt, tmp_path: Path
) -> None:
    other = Receipt(tmp_path / "other", "taken, too")
    other.path.touch()
    with closing(Receipts()) as receipts:
        for each in (receipt, other):
            receipts.prepare(each)
            receipts.leave(each)
        assert (is_held(receipt.path), is_held(other.path)) == (False, True)
    assert (receipt.is_left(), other.is_left()) == (True, True)


@pytest.mark.parametrize("name", ["missing", "missing/file", "."])
def test_file_that_is_none_is_let_be(tmp_path: Path, name: str) -> None:
    nowhere = Receipt(tmp_path / name, "taken")
    with closing(Receipts()) as receipts:
        receipts.prepare(nowhere)
        receipts.leave(nowhere)
    assert (nowhere.is_left(), is_held(nowhere.path)) == (False, False)
    assert list(tmp_path.iterdir()) == []
