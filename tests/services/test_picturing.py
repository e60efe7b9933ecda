"""Pictures in their folder."""

from pathlib import Path

import pytest

from calendar_service.services.picturing import NoPicture, keep_picture
from tests.services.test_remaking import picture


def test_the_same_picture_is_kept_once(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    names = {keep_picture(folder, picture()) for _ in range(2)}
    assert [path.name for path in folder.iterdir()] == list(names)


def test_what_is_no_picture_is_refused_and_nothing_is_kept(tmp_path: Path) -> None:
    with pytest.raises(NoPicture, match="no JPEG"):
        keep_picture(tmp_path, b"nothing")
    assert list(tmp_path.iterdir()) == []
