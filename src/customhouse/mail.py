"""E-mail by a mail server (SMTP): encrypted, or not sent at all beyond this machine."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Literal
from urllib.parse import unquote, urlsplit

import msgspec

_PATIENCE_S = 20.0
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_PORTS = {"smtp": 587, "smtps": 465}


class MailError(Exception):
    """Mail that cannot be sent; the message says why, without a password."""


class MailServer(msgspec.Struct, frozen=True, kw_only=True):
    """How to reach a mail server. `smtps` is encrypted from the start, `smtp` by STARTTLS."""

    scheme: Literal["smtp", "smtps"]
    host: str
    port: int
    user: str
    password: str
    sender: str


def mail_server(url: str, sender: str) -> MailServer:
    """The server of an address such as `smtp://user:password@mail.example.org:587`.

    Signs such as `@` in the password are written as in any web address (`%40`). Raises
    `MailError` for what is no address.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise MailError("the address of the mail server cannot be read") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise MailError("the address of the mail server begins with smtp:// or smtps:// and a name")
    if "@" not in sender or not sender.isprintable():
        raise MailError("the sender is no e-mail address")
    return MailServer(
        scheme="smtps" if parts.scheme == "smtps" else "smtp",
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender=sender,
    )


class Post:
    """An open way to a mail server."""

    def __init__(self, link: smtplib.SMTP, sender: str):
        self._link = link
        self._sender = sender

    def send(self, *, address: str, subject: str, body: str, message_id: str) -> None:
        """Hand one letter over, as plain text. Raises `MailError` with the server's words.

        The same `message_id` on a second copy lets mail programs show one.
        """
        message = EmailMessage()
        try:
            message["From"], message["To"], message["Subject"] = self._sender, address, subject
            message["Message-ID"] = f"<{message_id}>"
            message["Auto-Submitted"] = "auto-generated"
            message.set_content(body)
            self._link.send_message(message)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise MailError(_words(error)) from None


@contextmanager
def opened(server: MailServer) -> Iterator[Post]:
    """Connect, encrypt and sign in, for as long as the block runs.

    Raises `MailError` when the server does not answer, or offers no encryption and is on another
    machine.
    """
    try:
        link = _connected(server)
    except (smtplib.SMTPException, OSError) as error:
        raise MailError(_words(error)) from None
    try:
        yield Post(link, server.sender)
    finally:
        try:
            link.quit()
        except (smtplib.SMTPException, OSError):
            link.close()


def _connected(server: MailServer) -> smtplib.SMTP:
    trusted = ssl.create_default_context()
    if server.scheme == "smtps":
        link: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=_PATIENCE_S, context=trusted
        )
    else:
        link = smtplib.SMTP(server.host, server.port, timeout=_PATIENCE_S)
    try:
        link.ehlo()
        if server.scheme == "smtp":
            if link.has_extn("starttls"):
                link.starttls(context=trusted)
            elif server.host not in _LOOPBACK:
                raise MailError("the mail server offers no encryption (STARTTLS)")
        if server.user:
            link.login(server.user, server.password)
    except BaseException:
        link.close()
        raise
    return link


def _words(error: Exception) -> str:
    match error:
        case smtplib.SMTPRecipientsRefused(recipients=refused):
            code, told = next(iter(refused.values()))
            return f"{code} {told.decode(errors='replace')}"
        case smtplib.SMTPResponseException(smtp_code=code, smtp_error=told):
            words = told.decode(errors="replace") if isinstance(told, bytes) else told
            return f"{code} {words}"
    return str(error) or type(error).__name__
