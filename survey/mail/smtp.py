"""Handing a message to the mail server: what went wrong is said in words, and whether trying again can help."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP

from questionnaires.messages import say
from survey.installing.mail_server import MailServer
from survey.jobs.owing import GiveUp, TryLater

TIMEOUT = 30  # seconds for each answer of the server
AS_WRITTEN = SMTP.clone(refold_source="none")  # what stands encoded in a header is not decoded and folded anew
PERHAPS_SENT = "perhaps-sent"  # handed over, but whether the server took it is not known


def hand_over(server: MailServer, sender: str, to: str, message: EmailMessage, before: Callable[[], None]) -> None:
    """Give a message to the server. `before` is called right before its text goes: what fails later may have arrived.

    Raises TryLater, or GiveUp, with PERHAPS_SENT where the server may have the message.
    """
    with _explaining(server), _connect(server) as client:
        _check(*client.mail(sender))
        _check(*client.rcpt(to))
        before()
        try:
            answer = client.data(message.as_bytes(policy=AS_WRITTEN))
        except smtplib.SMTPResponseException:  # refused before the text was sent
            raise
        except OSError:
            raise GiveUp(PERHAPS_SENT) from None
        _check(*answer)


@contextmanager
def _connect(server: MailServer) -> Iterator[smtplib.SMTP]:
    """A connection that may be used to send: encrypted where it can be, signed in where the setting has a user."""
    tls = ssl.create_default_context()
    if server.is_tls:
        client: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=tls)
    else:
        client = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        client.ehlo_or_helo_if_needed()
        if not server.is_tls and client.has_extn("starttls"):
            client.starttls(context=tls)
            client.ehlo_or_helo_if_needed()
        elif not server.is_tls and server.password:
            raise GiveUp(
                say(
                    "The server offers no encryption (STARTTLS), and a password is never sent without. Use "
                    "smtps://, or leave user and password out."
                )
            )
        if server.user:
            client.login(server.user, server.password)
        yield client
        with suppress(OSError):
            client.quit()
    finally:
        client.close()


def _check(code: int, words: bytes) -> None:
    if not 200 <= code < 300:
        raise smtplib.SMTPResponseException(code, words)


@contextmanager
def _explaining(server: MailServer) -> Iterator[None]:
    """Turn what smtplib and ssl raise into words that name the remedy."""
    place = f"{server.host}:{server.port}"
    try:
        yield
    except smtplib.SMTPResponseException as answer:
        raise _explain_answer(answer) from None
    except smtplib.SMTPNotSupportedError:
        raise GiveUp(
            say("The server at %(place)s takes no sign-in. Leave user and password out.", place=place)
        ) from None
    except ssl.SSLCertVerificationError as error:
        why = error.verify_message
        raise GiveUp(
            say(
                "The certificate of %(place)s is not trusted: %(why)s. Use the name that the certificate has, "
                "or give the authority's certificate in SSL_CERT_FILE.",
                place=place,
                why=why,
            )
        ) from None
    except ssl.SSLError as error:
        if server.is_tls:
            raise GiveUp(
                say(
                    "%(place)s does not speak TLS from the first byte. Use smtp://, usually with port 25 or 587.",
                    place=place,
                )
            ) from None
        raise GiveUp(
            say("No encryption could be agreed with %(place)s: %(why)s.", place=place, why=error.reason or error)
        ) from None
    except (smtplib.SMTPServerDisconnected, TimeoutError):
        raise TryLater(
            say(
                "%(place)s does not answer as a mail server. If the port expects TLS from the first byte "
                "(usually 465), use smtps://.",
                place=place,
            )
        ) from None
    except OSError as error:
        why = error.strerror or str(error)
        raise TryLater(say("%(place)s cannot be reached: %(why)s.", place=place, why=why)) from None


def _explain_answer(answer: smtplib.SMTPResponseException) -> TryLater | GiveUp:
    """A 4xx may pass by itself, a 5xx will not (RFC 5321, 4.2.1)."""
    words = answer.smtp_error
    said = f"{answer.smtp_code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
    if isinstance(answer, smtplib.SMTPAuthenticationError) and answer.smtp_code >= 500:
        return GiveUp(say("The server refused user or password: %(said)s", said=said))
    if answer.smtp_code < 500:
        return TryLater(say("The server refused for now: %(said)s", said=said))
    return GiveUp(say("The server refused: %(said)s", said=said))
