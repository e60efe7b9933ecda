"""What a browser says of itself, as a person would."""

import pytest

from calendar_service.web.browsers import Browser, browser_of

KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K)"


@pytest.mark.parametrize(
    ("agent", "family", "system"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Firefox",
            "Windows",
        ),
        (f"{WINDOWS} {KIT} Chrome/126.0.0.0 Safari/537.36", "Chrome", "Windows"),
        (
            f"{WINDOWS} {KIT} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
            "Edge",
            "Windows",
        ),
        (
            f"{MAC} {KIT} Chrome/126.0.0.0 Safari/537.36 OPR/112.0.0.0",
            "Opera",
            "macOS",
        ),
        (
            f"{MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605",
            "Safari",
            "macOS",
        ),
        (
            f"{PHONE} (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari",
            "iPhone",
        ),
        (f"{PHONE} (KHTML, like Gecko) CriOS/126.0 Safari/604.1", "Chrome", "iPhone"),
        (f"{PHONE} (KHTML, like Gecko) FxiOS/127.0 Safari/605", "Firefox", "iPhone"),
        (f"{ANDROID} {KIT} Chrome/126.0.0.0 Mobile Safari/537.36", "Chrome", "Android"),
        (
            f"{ANDROID} {KIT} SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36",
            "Samsung Internet",
            "Android",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Firefox",
            "Linux",
        ),
        (
            f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {KIT} Chrome/126.0 Safari/537",
            "Chrome",
            "ChromeOS",
        ),
        ("curl/8.5.0", "", ""),
        ("", "", ""),
        ("<script>alert(1)</script>", "", ""),
        (" " * 1_000 + "Firefox/1 Windows", "", ""),
    ],
)
def test_family_and_system_are_read(agent: str, family: str, system: str) -> None:
    assert browser_of(agent) == Browser(family, system)
