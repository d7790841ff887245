"""A mail server of somebody else, in the tests' process."""

import asyncio
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any, Final

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword

from callcenter.app.certificate import ensure_certificate
from callcenter.kit.mail import MailServer

PASSWORD: Final = "mail and pass"


@dataclass
class PostOffice:
    """A mail server in this process that takes encrypted, signed-in connections only."""

    folder: Path
    refused: set[str] = field(default_factory=set[str])
    refused_for_now: set[str] = field(default_factory=set[str])
    silent: set[str] = field(default_factory=set[str])
    """Whose mails are taken and never said to be."""
    came: asyncio.Event = field(default_factory=asyncio.Event)
    mails: list[tuple[str, Any]] = field(default_factory=list[tuple[str, Any]])
    server: asyncio.Server | None = None
    port: int = 0

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd calls it
        self, _server, _session, envelope: Envelope, address: str, _options
    ) -> str:
        if address in self.refused:
            return "550 13800138000 is not here"
        if address in self.refused_for_now:
            return "451 come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server, _session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        for address in envelope.rcpt_tos:
            self.mails.append((address, message_from_bytes(envelope.content, policy=default)))
        self.came.set()
        if self.silent.intersection(envelope.rcpt_tos):
            await asyncio.Event().wait()
        return "250 OK"

    async def open(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*ensure_certificate(self.folder, [], datetime.now(UTC)))

        def connection() -> SMTP:
            return SMTP(
                self,
                hostname="post.example.com",
                tls_context=context,
                require_starttls=True,
                auth_required=True,
                authenticator=known,
                loop=asyncio.get_running_loop(),
            )

        self.server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", self.port)
        self.port = self.server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        assert self.server is not None
        self.server.close()
        await self.server.wait_closed()

    def reached(self, **changed: Any) -> MailServer:
        (self.folder / "smtp-password").write_text(PASSWORD + "\n")
        given: dict[str, Any] = {
            "host": "127.0.0.1",
            "port": self.port,
            "encryption": "starttls",
            "sender": "reports@cc.example.com",
            "user": "reports",
            "password_file": self.folder / "smtp-password",
            "authority": self.folder / "ca.pem",
        }
        return MailServer(**{**given, **changed})

    def taken(self) -> list[str]:
        """To whom, and forgets them."""
        told = sorted(address for address, _ in self.mails)
        self.mails.clear()
        return told


def known(_server, _session, _envelope, _mechanism, data) -> AuthResult:
    right = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
    return AuthResult(success=right, handled=False)
