"""One mail through a mail server. Why it failed is one of a few words: a server's own may hold an address."""

import contextlib
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path
from typing import Final, Literal

Encryption = Literal["starttls", "tls", "off"]
_PATIENCE_SECONDS: Final = 15.0
_FOR_GOOD: Final = 500


class MailTrouble(StrEnum):
    RECIPIENT_REFUSED = "recipient_refused"
    CONTENT_REFUSED = "content_refused"
    BUSY = "busy"
    """Asked to come again."""
    UNREACHABLE = "unreachable"
    NOT_TRUSTED = "not_trusted"
    """No encryption, or a certificate of somebody else."""
    SIGN_IN_REFUSED = "sign_in_refused"
    SENDER_REFUSED = "sender_refused"
    PASSWORD_UNREADABLE = "password_unreadable"  # noqa: S105 - what is wrong with its file


_OF_THE_MAIL: Final = (MailTrouble.RECIPIENT_REFUSED, MailTrouble.CONTENT_REFUSED)
_OF_THE_SERVER: Final = (
    MailTrouble.UNREACHABLE,
    MailTrouble.NOT_TRUSTED,
    MailTrouble.SIGN_IN_REFUSED,
    MailTrouble.SENDER_REFUSED,
    MailTrouble.PASSWORD_UNREADABLE,
)


class MailFailed(Exception):
    def __init__(self, trouble: MailTrouble, code: int | None = None) -> None:
        super().__init__(f"{trouble.value} {code or ''}".strip())
        self.trouble = trouble
        self.code = code

    @property
    def for_good(self) -> bool:
        return self.trouble in _OF_THE_MAIL

    @property
    def of_the_server(self) -> bool:
        """No other mail would fare better."""
        return self.trouble in _OF_THE_SERVER


@dataclass(frozen=True, slots=True)
class MailServer:
    host: str
    port: int
    encryption: Encryption
    sender: str
    user: str = ""
    password_file: Path | None = None
    """Read at every sending: a new password needs no restart."""
    authority: Path | None = None
    """Certificates of an authority of one's own, instead of the system's."""

    def send(self, message: EmailMessage, to: str) -> None:
        """Blocks. Returns once the server has taken the mail on; raises MailFailed."""
        try:
            connection = self._connected()
        except ssl.SSLError:
            raise MailFailed(MailTrouble.NOT_TRUSTED) from None
        except (OSError, smtplib.SMTPException) as error:
            raise _named(error) from None
        try:
            self._prepare(connection)
            connection.send_message(message, self.sender, [to])
        except ssl.SSLError:
            raise MailFailed(MailTrouble.NOT_TRUSTED) from None
        except (OSError, smtplib.SMTPException) as error:
            raise _named(error) from None
        finally:
            # The mail is taken on or refused already; how the two part changes nothing.
            with contextlib.suppress(OSError, smtplib.SMTPException):
                connection.quit()
            connection.close()

    def _connected(self) -> smtplib.SMTP:
        # Named by the sender's domain: asking DNS for our own name may take longer than all the rest.
        name = self.sender.rpartition("@")[2]
        if self.encryption == "tls":
            return smtplib.SMTP_SSL(
                self.host, self.port, name, timeout=_PATIENCE_SECONDS, context=self._trust()
            )
        return smtplib.SMTP(self.host, self.port, name, timeout=_PATIENCE_SECONDS)

    def _prepare(self, connection: smtplib.SMTP) -> None:
        if self.encryption == "starttls":
            try:
                connection.starttls(context=self._trust())
            except smtplib.SMTPNotSupportedError:
                raise MailFailed(MailTrouble.NOT_TRUSTED) from None
        if self.user:
            connection.login(self.user, self._password())

    def _trust(self) -> ssl.SSLContext:
        try:
            return ssl.create_default_context(cafile=None if self.authority is None else str(self.authority))
        except OSError:
            raise MailFailed(MailTrouble.NOT_TRUSTED) from None

    def _password(self) -> str:
        try:
            password = self.password_file.read_text("utf-8").strip() if self.password_file else ""
        except (OSError, UnicodeDecodeError):
            password = ""
        if not password or not password.isascii():
            raise MailFailed(MailTrouble.PASSWORD_UNREADABLE)
        return password


def _named(error: OSError | smtplib.SMTPException) -> MailFailed:
    match error:
        case smtplib.SMTPAuthenticationError() | smtplib.SMTPNotSupportedError():
            return MailFailed(MailTrouble.SIGN_IN_REFUSED, getattr(error, "smtp_code", None))
        case smtplib.SMTPSenderRefused():
            return MailFailed(MailTrouble.SENDER_REFUSED, error.smtp_code)
        case smtplib.SMTPRecipientsRefused():
            code = min(answer[0] for answer in error.recipients.values())
            for_good = code >= _FOR_GOOD
            return MailFailed(MailTrouble.RECIPIENT_REFUSED if for_good else MailTrouble.BUSY, code)
        case smtplib.SMTPDataError():
            for_good = error.smtp_code >= _FOR_GOOD
            return MailFailed(MailTrouble.CONTENT_REFUSED if for_good else MailTrouble.BUSY, error.smtp_code)
        case smtplib.SMTPResponseException():
            return MailFailed(MailTrouble.UNREACHABLE, error.smtp_code)
        case _:
            return MailFailed(MailTrouble.UNREACHABLE)
