"""A real mail server on this machine, in as bad a mood as a test wants it."""

import asyncio
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

# The server's own log names who writes to whom; ours must not.
logging.getLogger("mail.log").setLevel(logging.WARNING)


class MailServer:
    """What somebody's mail server got, and how it answers."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        # What it says to a recipient, and to a mail; how long it thinks about each.
        self.says_to: dict[str, str] = {}
        self.says_to_mail = "250 OK"
        self.thinks = 0.0

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        """Take a recipient, or do not."""
        said = self.says_to.get(address, "250 OK")
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take a mail, or do not."""
        await asyncio.sleep(self.thinks)
        if self.says_to_mail.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.letters.append(message_from_bytes(content, policy=policy.default))
            self.recipients += envelope.rcpt_tos
        return self.says_to_mail


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def listening(server: MailServer, port: int) -> Iterator[None]:
    """Let it listen."""
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


@pytest.fixture
def mail_port(settings: Any) -> int:
    """A port that the site sends its mail to; nobody listens yet."""
    port = free_port()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_TIMEOUT = 5
    return port


@pytest.fixture
def mail_server(mail_port: int) -> Iterator[MailServer]:
    """A mail server that takes everything."""
    server = MailServer()
    with listening(server, mail_port):
        yield server
