"""Chromium for the tests that need a browser."""

import os
import shutil

import pytest

CHROMIUM = shutil.which("chromium")
QUIET = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NEEDED = "browser" in os.environ.get("TESTS_NEED", "")  # noqa: TID251 - CI says so

in_a_browser = pytest.mark.skipif(
    CHROMIUM is None and not NEEDED, reason="chromium is not installed"
)
"""Skips where there is none, and fails where CI says that there is to be one."""
