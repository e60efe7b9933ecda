"""Setting a page: what is in the PDF, read back by another library, and what is not."""

import logging
from contextlib import closing
from typing import Any

import pytest

from calendar_service.paper.press import FONTS, OwnFonts, press
from tests.paper.reading import opened

PAGE = """<!doctype html><html lang="ka"><head><title>კვარტალი</title></head><body>
<p class="foot">ოფისი</p><h1>კვარტალი 2</h1><h2>აპრილი</h2>
<p>საკოორდინაციო <b>შეხვედრა</b> – <b>Coordination</b>, Łódź, встреча</p>
<p><a href="http://calendar.example.org/items/x">x</a>{more}</p></body></html>"""


def read(page: str) -> Any:  # noqa: ANN401 - as tests.paper.reading
    return opened(press(page))


def fonts_of(found: Any) -> dict[str, bool]:  # noqa: ANN401 - as above
    """Return each font's name without its tag, and whether it is embedded."""
    fonts = [
        font.get_object()["/DescendantFonts"][0].get_object()
        for page in found.pages
        for font in page["/Resources"]["/Font"].values()
    ]
    return {
        str(font["/BaseFont"]).partition("+")[2]: "/FontFile2"
        in font["/FontDescriptor"].get_object()
        for font in fonts
    }


def test_both_scripts_are_set_in_fonts_that_come_along() -> None:
    found = read(PAGE)
    text = found.pages[0].extract_text()
    assert "საკოორდინაციო შეხვედრა – Coordination, Łódź, встреча" in text
    assert fonts_of(found) == dict.fromkeys(
        ("Paper", "Paper-Bold", "Paper-Georgian", "Paper-Georgian-Bold"), True
    )


def test_it_is_tagged_and_has_a_title_a_language_and_bookmarks() -> None:
    found = read(PAGE)
    assert found.metadata.title == "კვარტალი"
    assert found.root_object["/Lang"] == "ka"
    assert found.root_object["/MarkInfo"] == {"/Marked": True}
    assert found.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    first, inside = found.outline
    assert first["/Title"] == "კვარტალი 2"
    assert [each["/Title"] for each in inside] == ["აპრილი"]


def test_a_long_page_goes_on_with_its_number_at_the_foot() -> None:
    found = read(PAGE.replace("{more}", "<p>one more</p>" * 130))
    texts = [page.extract_text() for page in found.pages]
    assert [text.count("ოფისი") for text in texts] == [1, 1, 1]
    assert [f"{n} / 3" in text for n, text in enumerate(texts, 1)] == [True] * 3


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/x.png",
        "file:///etc/passwd",
        "data:text/plain,x",
        f"{FONTS.as_uri()}/../paper.css",
        f"{FONTS.as_uri()}/OFL.txt",
    ],
)
def test_nothing_is_fetched_but_our_own_fonts(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(ValueError, match="nothing is fetched but our own fonts"):
        OwnFonts().fetch(url)
    caplog.set_level(logging.ERROR, "weasyprint")
    found = read(PAGE.replace("{more}", f'<img src="{url}" alt="a picture">'))
    assert len(found.pages[0].images) == 0
    assert "nothing is fetched but our own fonts" in caplog.text


def test_our_own_fonts_are_fetched() -> None:
    font = FONTS / "NotoSansGeorgian-Regular.ttf"
    with closing(OwnFonts().fetch(font.as_uri())) as found:
        assert found.read() == font.read_bytes()
