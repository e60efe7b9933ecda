"""`python -m calendar_service.paper.press`: HTML from its input, PDF to its output.

Only paper/typesetting starts it: WeasyPrint is loaded here and nowhere else.
"""

import os
import sys
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse, path2url

FOLDER = Path(__file__).parent
STYLE, FONTS = FOLDER / "paper.css", FOLDER / "fonts"
VARIANT = "pdf/ua-1"
POLITELY = 10
"""Pages that are waited for go first."""


class OwnFonts(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Fetches the fonts that lie beside it, and nothing else from anywhere."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("file",), allow_redirects=False)

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return a font; anything else raises ValueError, and is left out."""
        if url not in {path2url(font) for font in FONTS.glob("*.ttf")}:
            raise ValueError(f"nothing is fetched but our own fonts: {url}")
        return super().fetch(url, headers)


def press(page: str) -> bytes:
    """Return the PDF: tagged, with a title, a language and bookmarks."""
    fetcher, fonts = OwnFonts(), FontConfiguration()
    style = CSS(
        string=STYLE.read_text("utf-8"),
        base_url=path2url(STYLE),
        url_fetcher=fetcher,
        font_config=fonts,
    )
    made: bytes = HTML(string=page, url_fetcher=fetcher).write_pdf(
        stylesheets=[style], font_config=fonts, pdf_variant=VARIANT
    )
    return made


if __name__ == "__main__":
    os.nice(POLITELY)
    sys.stdout.buffer.write(press(sys.stdin.buffer.read().decode()))
