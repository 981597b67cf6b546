"""A real mail server in a thread, that takes or refuses mail as it is told and keeps what it took."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tests.machine import find_port

# A key and a certificate for the name localhost, made for these tests and used nowhere else, good until 2126.
CERTIFICATE = Path(__file__).with_name("post_office.pem")
TAKEN = "250 taken"


@dataclass
class PostOffice:
    """What arrives is in `messages`; `say_to` answers a recipient, `say` a message, each by default with yes."""

    say_to: str = TAKEN
    say: Callable[[], str] = lambda: TAKEN
    password: str = ""
    messages: list[EmailMessage] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(  # noqa: N802, aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.say_to == TAKEN:
            envelope.rcpt_tos.append(address)
        return self.say_to

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=default)
        self.messages.append(message)
        return self.say()

    def check(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        is_right = data.password == self.password.encode()
        return AuthResult(success=is_right, handled=is_right)  # not handled: the server says so itself


def open_office(office: PostOffice, is_tls: bool = False, offers_tls: bool = False) -> Controller:
    """Start the server on a free port of localhost, which the office then knows; stop it in the end."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    office.port = find_port()  # the controller cannot choose one by itself
    controller = Controller(
        office,
        hostname="localhost",
        port=office.port,
        ssl_context=context if is_tls else None,
        tls_context=context if offers_tls else None,
        authenticator=office.check if office.password else None,
        auth_require_tls=offers_tls,
        auth_required=bool(office.password),
    )
    controller.start()
    return controller
