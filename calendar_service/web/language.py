"""In which language a page speaks, and how links keep it."""

from typing import cast

from babel import Locale, UnknownLocaleError
from flask import Flask, g, request, url_for
from flask_babel import Babel
from werkzeug.wrappers import Response

from calendar_service.config import Settings
from calendar_service.web import http, security

COOKIE_SECONDS = 31_536_000


def choose_languages(app: Flask, settings: Settings) -> None:
    """Let pages speak the language of whoever asks."""
    Babel(app, default_locale=settings.language, locale_selector=language)


def language() -> str:
    """Return the language of this answer.

    The address decides; else the switch, which leaves a cookie; else what the
    browser prefers; else the first language of the settings.
    """
    if "language" not in g:
        g.language = asked_language() or _preferred()
    return cast("str", g.language)


def asked_language() -> str | None:
    """Return the language that the address names, if it is one of ours."""
    asked = request.args.get("lang", "")
    return asked if asked in http.settings().languages else None


def link(endpoint: str, **values: str | int | list[str] | None) -> str:
    """Return the path of a page of ours; the address's language goes along."""
    values.setdefault("lang", asked_language())
    return url_for(endpoint, **values)  # type: ignore[arg-type]  # a value is what _anchor and others are not


def language_name(code: str, shown_in: str) -> str:
    """Return what a language is called: "Georgian", "ქართული"."""
    try:
        return Locale.parse(code).get_display_name(shown_in) or code
    except (UnknownLocaleError, ValueError):
        return code


def cookie() -> str:
    return security.cookie_name("lang", http.settings())


def remember_language(response: Response, code: str) -> None:
    """Let this browser read in a language, until it is switched."""
    response.set_cookie(
        cookie(),
        code,
        max_age=COOKIE_SECONDS,
        secure=security.is_secure(http.settings()),
        httponly=True,
        samesite="Lax",
    )


def has_chosen() -> bool:
    """Tell whether this browser was switched to a language."""
    return request.cookies.get(cookie(), "") in http.settings().languages


def _preferred() -> str:
    languages = http.settings().languages
    http.vary_on("Cookie")
    http.vary_on("Accept-Language")
    chosen = request.cookies.get(cookie(), "")
    if chosen in languages:
        return chosen
    return request.accept_languages.best_match(languages) or languages[0]
