"""One mail through a mail server. Why it failed is one of a few words: a server's own may hold an address."""

import contextlib
import smtplib
import socket
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

Encryption = Literal["starttls", "tls", "off"]
_PATIENCE_SECONDS: Final = 15.0
_GO_ON: Final = 354
_TAKEN: Final = 250
_FOR_GOOD: Final = 500


class MailTrouble(StrEnum):
    RECIPIENT_REFUSED = "recipient_refused"
    CONTENT_REFUSED = "content_refused"
    BUSY = "busy"
    """Asked to come again."""
    UNREACHABLE = "unreachable"
    PERHAPS_TAKEN = "perhaps_taken"
    """The server had the whole mail and did not answer: nobody knows whether it delivers it."""
    NOT_TRUSTED = "not_trusted"
    """No encryption, or a certificate of somebody else."""
    SIGN_IN_REFUSED = "sign_in_refused"
    SENDER_REFUSED = "sender_refused"
    PASSWORD_UNREADABLE = "password_unreadable"  # noqa: S105 - what is wrong with its file


_OF_THE_MAIL: Final = (MailTrouble.RECIPIENT_REFUSED, MailTrouble.CONTENT_REFUSED)
_OF_THE_SERVER: Final = (
    MailTrouble.UNREACHABLE,
    MailTrouble.PERHAPS_TAKEN,
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


class _Connection(smtplib.SMTP):
    """Waits for the answer to a whole mail as long as `after_the_mail` says."""

    after_the_mail = _PATIENCE_SECONDS

    def data(self, msg: "ReadableBuffer | str") -> tuple[int, bytes]:
        """Raises MailFailed when the mail is out of our hands and no answer tells what became of it."""
        mail = msg.encode("ascii") if isinstance(msg, str) else bytes(msg)
        code, answer = self.docmd("data")
        if code != _GO_ON:
            raise smtplib.SMTPDataError(code, answer)
        # A line that begins with a dot gets another, and one alone ends the mail.
        lines = mail.removesuffix(b"\r\n").split(b"\r\n")
        doubled = [b"." + line if line.startswith(b".") else line for line in lines]
        self.send(b"\r\n".join([*doubled, b".", b""]))
        self._patience(self.after_the_mail)
        try:
            code, answer = self.getreply()
        except (OSError, smtplib.SMTPException):
            raise MailFailed(MailTrouble.PERHAPS_TAKEN) from None
        self._patience(_PATIENCE_SECONDS)
        match code // 100:
            case 2:
                return _TAKEN, answer
            case 4 | 5:
                return code, answer
            case _:
                raise MailFailed(MailTrouble.PERHAPS_TAKEN)

    def _patience(self, seconds: float) -> None:
        if self.sock is not None:
            self.sock.settimeout(seconds)


class _EncryptedConnection(_Connection, smtplib.SMTP_SSL):
    pass


class Parting:
    """Ends a sending from another thread: the platform stops, and the mail server is silent."""

    def __init__(self) -> None:
        self._connection: smtplib.SMTP | None = None
        self._now = False

    def of(self, connection: smtplib.SMTP) -> None:
        self._connection = connection
        if self._now:
            self.now()

    def now(self) -> None:
        self._now = True
        line = None if self._connection is None else self._connection.sock
        if line is not None:
            with contextlib.suppress(OSError):
                # The plain one: an encrypted socket's own takes its state away from the thread that reads.
                socket.socket.shutdown(line, socket.SHUT_RDWR)


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
    after_the_mail: float = 600.0
    """Seconds for the answer to a whole mail, as RFC 5321 asks (4.5.3.2.6): who hangs up sooner sends again
    what was taken."""

    def send(self, message: EmailMessage, to: str, parting: Parting | None = None) -> None:
        """Blocks. Returns once the server has taken the mail on; raises MailFailed."""
        try:
            connection = self._connected()
        except ssl.SSLError:
            raise MailFailed(MailTrouble.NOT_TRUSTED) from None
        except (OSError, smtplib.SMTPException) as error:
            raise _named(error) from None
        try:
            if parting is not None:
                parting.of(connection)
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

    def _connected(self) -> _Connection:
        # Named by the sender's domain: asking DNS for our own name may take longer than all the rest.
        name = self.sender.rpartition("@")[2]
        if self.encryption == "tls":
            connection = _EncryptedConnection(
                self.host, self.port, name, timeout=_PATIENCE_SECONDS, context=self._trust()
            )
        else:
            connection = _Connection(self.host, self.port, name, timeout=_PATIENCE_SECONDS)
        connection.after_the_mail = self.after_the_mail
        return connection

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
