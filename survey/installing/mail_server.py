"""The mail server as the setting names it: smtp://user:password@host:587, or smtps:// for TLS from the first byte."""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

PORTS = {"smtp": 25, "smtps": 465}
LONGEST_ADDRESS = 120


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over; `is_tls`: TLS from the first byte, otherwise it begins where the server offers it."""

    host: str
    port: int
    is_tls: bool
    user: str
    password: str = field(repr=False)


def read_mail_url(url: str) -> MailServer:
    """Raises ValueError where it is no address of a mail server."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("no address of a mail server")  # without it: there may be a password in it
    return MailServer(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        is_tls=parts.scheme == "smtps",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def is_address(text: str) -> bool:
    """Whether a text can be written to: one plain address, without a name, that every server takes."""
    name, at, domain = text.rpartition("@")
    allowed = text.isascii() and text.isprintable() and not set(text) & set(' ,;:<>()[]"\\') and "=?" not in text
    return bool(
        allowed and at and name and domain and "@" not in name and ".." not in text and len(text) <= LONGEST_ADDRESS
    )
