"""A provider of OpenID Connect on a port of its own: small, strict and honest.

It demands what a good one demands (secret, PKCE, a code used once) and signs what
the test wants it to claim.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from calendar_service.clock import utc_now

CLIENT, SECRET, CODE_LETTERS = "calendar", "hush: of nobody", 43


@dataclass
class Provider:
    """What it says of itself and of whoever comes; `claims` win over what is right."""

    issuer: str = ""
    claims: dict[str, object] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    signs: bool = True
    takes_basic: bool = True
    broken: bool = False

    def answer(self, request: Request) -> Response:
        """Answer as one path of the provider does."""
        if self.broken:
            return Response("<h1>Maintenance</h1>", 503)
        if request.path == "/authorize":
            return self._authorize(request.args.to_dict())
        if request.path == "/token":
            return self._token(request)
        keys: dict[str, object] = {**KeySet([self.key]).as_dict(private=False)}
        return _json(keys if request.path == "/keys" else self._told())

    def _told(self) -> dict[str, object]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            "token_endpoint_auth_methods_supported": [
                "client_secret_basic" if self.takes_basic else "client_secret_post"
            ],
        }

    def _authorize(self, asked: dict[str, str]) -> Response:
        """Send back with a code, as if somebody had signed in at once."""
        self.asked.append(asked)
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        return redirect(f"{asked['redirect_uri']}?{back}")

    def _token(self, request: Request) -> Response:
        given = (request.form.get("client_id"), request.form.get("client_secret"))
        if self.takes_basic and request.authorization is not None:
            header = request.authorization
            given = (header.username, header.password)
        asked = self.codes.pop(request.form["code"], {})
        verifier = request.form["code_verifier"]
        digest = hashlib.sha256(verifier.encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if given != (CLIENT, SECRET):
            return _json({"error": "invalid_client"}, 401)
        if (
            asked.get("code_challenge") != challenge
            or asked["redirect_uri"] != request.form["redirect_uri"]
            or len(verifier) < CODE_LETTERS
        ):
            return _json({"error": "invalid_grant"}, 400)
        return _json(
            {
                "access_token": secrets.token_urlsafe(8),
                "token_type": "Bearer",
                "id_token": self._signed(asked["nonce"]),
            }
        )

    def _signed(self, nonce: str) -> str:
        now = int(utc_now().timestamp())
        right: dict[str, object] = {
            "iss": self.issuer,
            "sub": "1",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
        }
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, right | self.claims, self.key)
        if self.signs:
            return signed
        header = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
        return f"{header}.{signed.split('.')[1]}."


@contextmanager
def provided() -> Iterator[Provider]:
    """Serve for as long as the block lasts."""
    provider = Provider()
    application = Request.application(provider.answer)
    server = make_server("127.0.0.1", 0, application, threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield provider
    server.shutdown()
    thread.join()
    server.server_close()


def _json(value: object, status: int = 200) -> Response:
    response = Response(status=status, content_type="application/json")
    response.set_data(json.dumps(value))
    return response
