"""Real SMTP servers: plain, with TLS, behind a sign-in."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.smtp_server import Server, running


@pytest.fixture
def server() -> Iterator[Server]:
    yield from running(Server())


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for 127.0.0.1 in one file, signed by itself."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("the command openssl makes the certificate")
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    command = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    subprocess.run(  # noqa: S603 - a fixed command with a path of our own
        [openssl, *command.split(), "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", f"{path}.key", "-out", f"{path}.crt"],
        check=True,
        capture_output=True,
    )  # fmt: skip
    path.write_bytes(
        Path(f"{path}.key").read_bytes() + Path(f"{path}.crt").read_bytes()
    )
    return path


@pytest.fixture
def server_side(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusting(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=f"{certificate}.crt")


@pytest.fixture
def starttls_server(server_side: ssl.SSLContext) -> Iterator[Server]:
    yield from running(Server(), tls_context=server_side, require_starttls=True)


@pytest.fixture
def tls_server(server_side: ssl.SSLContext) -> Iterator[Server]:
    yield from running(Server(), ssl_context=server_side)


@pytest.fixture
def guarded_server(server_side: ssl.SSLContext) -> Iterator[Server]:
    def knows(
        _server: SMTP,
        _session: Session,
        _envelope: Envelope,
        _mechanism: str,
        data: LoginPassword,
    ) -> AuthResult:
        right = (data.login, data.password) == (b"nino", b"p/:@w")
        return AuthResult(success=right, handled=False)

    yield from running(
        Server(), tls_context=server_side, auth_required=True, authenticator=knows
    )
