"""Headers, cookies and limits that every answer has."""

from flask import Blueprint, Flask, Response, request
from flask_wtf.csrf import CSRFProtect

from calendar_service.config import Settings

MOST_BYTES = 10_000_000
STATIC_SECONDS = 31_536_000
HSTS_SECONDS = 31_536_000
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
    " img-src 'self' https:;"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECRET_PATHS = ("/feeds/private/", "/mail/")
"""What follows is good for reading or acting: no other page is told of it."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def secure(app: Flask, settings: Settings) -> None:
    """Set limits and cookies, guard every form, and add the headers."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MOST_BYTES,
        SEND_FILE_MAX_AGE_DEFAULT=STATIC_SECONDS,
        SESSION_COOKIE_NAME=cookie_name("form", settings),
        SESSION_COOKIE_SECURE=is_secure(settings),
        SESSION_COOKIE_SAMESITE="Lax",
        # The browser forgets the form cookie; the token lasts as long.
        WTF_CSRF_TIME_LIMIT=None,
        # Private pages send no Referer, which the strict check would ask for.
        WTF_CSRF_SSL_STRICT=False,
    )
    CSRFProtect(app)
    headers = headers_of(settings)

    def add_headers(response: Response) -> Response:
        if request.path.startswith(SECRET_PATHS):
            response.headers["Referrer-Policy"] = "no-referrer"
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response

    app.after_request(add_headers)


def trust_tokens(app: Flask, *blueprints: Blueprint) -> None:
    """Let forms of these blueprints in without our own token against forgery.

    Only for addresses that hold a signed token of their own.
    """
    for blueprint in blueprints:
        app.extensions["csrf"].exempt(blueprint)


def headers_of(settings: Settings) -> dict[str, str]:
    """Return the headers that every answer has, unless it has its own."""
    if not is_secure(settings):
        return HEADERS
    return HEADERS | {"Strict-Transport-Security": f"max-age={HSTS_SECONDS}"}


def framed_policy(settings: Settings) -> str:
    """Return the policy of pages that the sites of the settings may frame."""
    sites = " ".join(settings.embed_origins) or "'none'"
    return POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {sites}")


def is_secure(settings: Settings) -> bool:
    """Tell whether browsers reach us over TLS."""
    return settings.base_url.startswith("https:")


def cookie_name(name: str, settings: Settings) -> str:
    """Return the name; over TLS with the prefix that no other host can set."""
    return f"__Host-{name}" if is_secure(settings) else name
