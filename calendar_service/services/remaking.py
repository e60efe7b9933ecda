"""A picture decoded and encoded again, without what a camera added."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from calendar_service.services.picturing import MOST_BYTES, NoPicture

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MOST_PIXELS = 50_000_000
MOST_SIDE = 1_600
QUALITY = 85


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
