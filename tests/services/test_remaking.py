from io import BytesIO

import pytest
from PIL import Image

from calendar_service.services.picturing import NoPicture
from calendar_service.services.remaking import remake


def picture(
    size: tuple[int, int] = (40, 20), form: str = "JPEG", mode: str = "RGB"
) -> bytes:
    made = BytesIO()
    image = Image.new(mode, size, (200, 30, 30, 90)[: len(mode)])
    exif = Image.Exif()
    exif[0x010E] = "taken at home"  # ImageDescription
    exif[0x0112] = 6  # turned by a quarter
    image.save(made, form, exif=exif, comment=b"a secret")
    return made.getvalue()


def opened(raw: bytes) -> Image.Image:
    return Image.open(BytesIO(raw))


def test_a_picture_is_turned_upright_and_tells_nothing_of_its_camera() -> None:
    body, ending = remake(picture())
    made = opened(body)
    assert (made.format, made.size, ending) == ("JPEG", (20, 40), "jpg")
    assert (dict(made.getexif()), made.info.get("comment")) == ({}, None)
    assert b"home" not in body
    assert b"secret" not in body


def test_large_pictures_are_made_smaller() -> None:
    body, _ = remake(picture((3_200, 800), "PNG"))
    assert max(opened(body).size) == 1_600


def test_what_can_be_seen_through_stays_so() -> None:
    body, ending = remake(picture(form="PNG", mode="RGBA"))
    assert (opened(body).mode, ending) == ("RGBA", "png")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_usual_kinds_are_taken(form: str) -> None:
    assert remake(picture(form=form))[1] == "jpg"


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "no JPEG"),
        (b"<svg onload='alert(1)'/>", "no JPEG"),
        (picture()[:200], "no JPEG"),
        (b"x" * 8_000_001, "8 megabytes"),
        (picture((8_000, 6_300), "PNG", "L"), "50 million"),
    ],
    ids=["empty", "svg", "cut off", "heavy", "huge"],
)
def test_what_is_no_fit_picture_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(NoPicture, match=why):
        remake(raw)
