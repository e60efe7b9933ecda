"""Read a PDF back by a library that did not make it."""

import io
from typing import Any

from pypdf import PdfReader


def opened(document: bytes) -> Any:  # noqa: ANN401 - pypdf's objects are what the file says
    return PdfReader(io.BytesIO(document))


def text_of(document: bytes) -> str:
    """Return the words of all pages, spaces folded."""
    pages = opened(document).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
