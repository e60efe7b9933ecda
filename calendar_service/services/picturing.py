"""Pictures that editors choose: made anew, without what a camera added."""

import hashlib
import warnings
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from PIL import Image, ImageOps

FOLDER = "pictures"
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MOST_BYTES = 8_000_000
MOST_PIXELS = 50_000_000
MOST_SIDE = 1_600
QUALITY = 85
TYPES = {"jpg": "image/jpeg", "png": "image/png"}


class NoPicture(ValueError):
    """The bytes are no picture that can be shown."""


def keep_picture(folder: Path, raw: bytes) -> str:
    """Store a picture under the hash of its new bytes; return the file's name.

    It is decoded and encoded again, at most 1,600 pixels wide or high: position,
    camera and anything hidden behind the pixels stay out. Raises NoPicture.
    """
    body, ending = remake(raw)
    name = f"{hashlib.sha256(body).hexdigest()[:32]}.{ending}"
    folder.mkdir(parents=True, exist_ok=True)
    # Put in place whole: a reader never meets half a picture.
    with NamedTemporaryFile(dir=folder, delete=False) as file:
        file.write(body)
    made = Path(file.name)
    made.chmod(0o644)
    made.replace(folder / name)
    return name


def remake(raw: bytes) -> tuple[bytes, str]:
    """Return the picture as bytes of our own making, and their ending."""
    if len(raw) > MOST_BYTES:
        raise NoPicture("the picture is larger than 8 megabytes")
    try:
        image = _decoded(raw)
    except NoPicture:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as wrong:
        raise NoPicture("this is no JPEG, PNG, WebP or GIF picture") from wrong
    has_holes = image.mode == "RGBA"
    made = BytesIO()
    if has_holes:
        image.save(made, "PNG", optimize=True)
    else:
        image.save(made, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return made.getvalue(), "png" if has_holes else "jpg"


def _decoded(raw: bytes) -> Image.Image:
    with warnings.catch_warnings():
        # Larger than Pillow likes is refused by our own bound, before it is decoded.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        opened = Image.open(BytesIO(raw), formats=FORMATS)
        if opened.width * opened.height > MOST_PIXELS:
            raise NoPicture("the picture has more than 50 million pixels")
        turned = ImageOps.exif_transpose(opened)
    turned.thumbnail((MOST_SIDE, MOST_SIDE))
    mode = "RGBA" if turned.has_transparency_data else "RGB"
    # A fresh canvas: comments and profiles of the old one do not come along.
    clean = Image.new(mode, turned.size)
    clean.paste(turned.convert(mode))
    return clean
