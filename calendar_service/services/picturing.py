"""Pictures that editors choose: made anew, without what a camera added."""

import hashlib
from importlib import import_module
from pathlib import Path
from tempfile import NamedTemporaryFile

FOLDER = "pictures"
MOST_BYTES = 8_000_000
TYPES = {"jpg": "image/jpeg", "png": "image/png"}


class NoPicture(ValueError):
    """The bytes are no picture that can be shown."""


def keep_picture(folder: Path, raw: bytes) -> str:
    """Store a picture under the hash of its new bytes; return the file's name.

    It is decoded and encoded again, at most 1,600 pixels wide or high: position,
    camera and anything hidden behind the pixels stay out. Raises NoPicture.
    """
    # Loaded when a picture comes: Pillow takes 2 MB of every process otherwise.
    made_by = import_module("calendar_service.services.remaking")
    body, ending = made_by.remake(raw)
    name = f"{hashlib.sha256(body).hexdigest()[:32]}.{ending}"
    folder.mkdir(parents=True, exist_ok=True)
    # Put in place whole: a reader never meets half a picture.
    with NamedTemporaryFile(dir=folder, delete=False) as file:
        file.write(body)
    made = Path(file.name)
    made.chmod(0o644)
    made.replace(folder / name)
    return name
