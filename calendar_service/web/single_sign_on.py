"""Sign in over OpenID Connect: the office's own service says who somebody is.

It opens no account: the address that it has verified must have one already.
"""

import hmac
import logging
from datetime import timedelta
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App
from flask import Blueprint, Response, g, request, session
from flask_babel import gettext
from joserfc.errors import JoseError
from werkzeug.exceptions import BadGateway, NotFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.config import SignInService
from calendar_service.domain.account import Account
from calendar_service.storage.accounts import find_account
from calendar_service.web import auth, http
from calendar_service.web.language import language, link
from calendar_service.web.layout import page

log = logging.getLogger(__name__)
single_sign_on = Blueprint("single_sign_on", __name__)

BEGUN = "sign-in"
CALLBACK = "/staff/login/sso/callback"
DISCOVERY = "/.well-known/openid-configuration"
BASIC, POST = "client_secret_basic", "client_secret_post"
LASTS = timedelta(minutes=10)
LEEWAY_SECONDS = 60
TIMEOUTS = (3, 10)  # to connect, to answer: a worker waits no longer
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
UNPROCESSABLE = 422
TROUBLE = (requests.RequestException, RuntimeError, TypeError, ValueError)
"""What comes of a service that is down, or answers with something else."""


class Refused(Exception):
    """Nobody is signed in; the message is for the reader."""


@single_sign_on.get("/staff/login/sso")
def begin() -> AnyResponse:
    """Send the browser to the service; what the answer must match goes along signed."""
    service = _service()
    target = http.own_path(request.args.get("next", ""), link("dashboard.show"))
    if auth.account() is not None:
        return http.go_to(target)
    try:
        asked = _client(service).create_authorization_url(http.absolute(CALLBACK))
    except TROUBLE as wrong:
        raise _unreachable(wrong) from None
    session[BEGUN] = {
        "state": asked["state"],
        "nonce": asked["nonce"],
        "code_verifier": asked["code_verifier"],
        "target": target,
        "language": language(),
        "at": http.now().timestamp(),
    }
    return redirect(asked["url"], http.SEE_OTHER)


@single_sign_on.get(CALLBACK)
def finish() -> AnyResponse:
    """Sign in whom the service names; one beginning is good for one answer."""
    service = _service()
    begun: dict[str, Any] = session.pop(BEGUN, {})
    g.language = begun.get("language") or language()
    target = begun.get("target") or link("dashboard.show")
    try:
        who = _account_of(_claims(service, begun))
    except Refused as wrong:
        return _form(str(wrong), target)
    response = http.go_to(target)
    auth.sign_in(response, who)
    return response


def _service() -> SignInService:
    found = http.settings().sign_in_service
    if found is None:
        raise NotFound
    return found


def _client(service: SignInService) -> Any:  # noqa: ANN401 - Authlib has no types
    """Read what the service says of itself, anew each time: nothing grows old.

    Raises one of TROUBLE, also where another issuer answers.
    """
    client = FlaskOAuth2App(
        FlaskIntegration("sso"),
        "sso",
        client_id=service.client_id,
        client_secret=service.client_secret,
        server_metadata_url=service.issuer.rstrip("/") + DISCOVERY,
        client_kwargs={
            "scope": "openid email",
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUTS,
        },
    )
    told = client.load_server_metadata()
    if told.get("issuer") != service.issuer:
        raise ValueError("the issuer of the discovery is another one")
    # Whatever the service offers: a token that nobody signed is worth nothing.
    told["id_token_signing_alg_values_supported"] = ALGORITHMS
    if BASIC not in told.get("token_endpoint_auth_methods_supported", [BASIC]):
        client.client_kwargs["token_endpoint_auth_method"] = POST
    return client


def _claims(service: SignInService, begun: dict[str, Any]) -> dict[str, Any]:
    """Change the code for what the service says. Raises Refused."""
    unfinished = Refused(
        gettext("The sign-in could not be completed. Please start it again.")
    )
    code = request.args.get("code", "")
    if not code or not _is_answer(begun):
        raise unfinished
    try:
        client = _client(service)
        token = client.fetch_access_token(
            http.absolute(CALLBACK), code=code, code_verifier=begun["code_verifier"]
        )
        options = {
            "iss": {"essential": True, "value": service.issuer},
            "aud": {"essential": True, "value": service.client_id},
        }
        found: dict[str, Any] | None = client.parse_id_token(
            token, begun["nonce"], claims_options=options, leeway=LEEWAY_SECONDS
        )
    except (AuthlibBaseError, JoseError) as wrong:
        log.warning("a sign-in was refused: %s %s", type(wrong).__name__, wrong.error)
        raise unfinished from None
    except TROUBLE as wrong:
        raise _unreachable(wrong) from None
    if not found:
        raise unfinished
    return found


def _is_answer(begun: dict[str, Any]) -> bool:
    """Tell whether this browser began what is answered, and not long ago."""
    if not begun or http.now().timestamp() - begun["at"] > LASTS.total_seconds():
        return False
    state = request.args.get("state", "")
    return hmac.compare_digest(state.encode(), begun["state"].encode())


def _account_of(claims: dict[str, Any]) -> Account:
    """Return the account of the verified address. Raises Refused."""
    email = str(claims.get("email", ""))
    if not email or claims.get("email_verified") is not True:
        raise Refused(
            gettext("The sign-in service has not confirmed your e-mail address.")
        )
    with http.reading() as opened:
        # Some letters beyond ASCII turn into others when they are made small.
        found = find_account(opened, email) if email.isascii() else None
    if found is None or found.is_disabled:
        raise Refused(
            gettext(
                "There is no account for %(email)s. An administrator can add one.",
                email=email,
            )
        )
    return found


def _unreachable(wrong: Exception) -> BadGateway:
    """Note what failed, without the addresses and values that a message may hold."""
    log.error("the sign-in service cannot be used: %s", type(wrong).__name__)
    return BadGateway()


def _form(wrong: str, target: str) -> Response:
    return page(
        "login.html",
        private=True,
        status=UNPROCESSABLE,
        email="",
        wrong=wrong,
        target=target,
        kept="",
    )
