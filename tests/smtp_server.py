"""A real SMTP server on a free port that answers and breaks as it is told."""

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Server:
    """Keeps what it takes.

    `to_rcpt` and `to_data` hold the next answers; "drop" breaks the connection
    where it would answer. `secret` tells of each mail whether it came by TLS.
    """

    port: int = 0
    taken: list[tuple[str | None, list[str], bytes]] = field(default_factory=list)
    to_rcpt: list[str] = field(default_factory=list)
    to_data: list[str] = field(default_factory=list)
    greetings: int = 0
    secret: list[bool] = field(default_factory=list)

    async def handle_EHLO(  # noqa: N802 - aiosmtpd calls it so
        self,
        _server: SMTP,
        session: Session,
        _envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        self.greetings += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self,
        server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        answer = self.to_rcpt.pop(0) if self.to_rcpt else "250 OK"
        if answer == "drop":
            abort(server)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        answer = self.to_data.pop(0) if self.to_data else "250 OK"
        if answer.startswith(("250", "drop")):
            assert envelope.original_content is not None
            taken = (envelope.mail_from, envelope.rcpt_tos, envelope.original_content)
            self.taken.append(taken)
            self.secret.append(is_secret(server))
        if answer == "drop":
            abort(server)
        return answer


def abort(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


def is_secret(server: SMTP) -> bool:
    assert server.transport is not None
    return server.transport.get_extra_info("cipher") is not None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def running(server: Server, **options: Any) -> Iterator[Server]:  # noqa: ANN401 - whatever Controller takes
    server.port = free_port()
    controller = Controller(server, hostname="127.0.0.1", port=server.port, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
