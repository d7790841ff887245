"""Settings of mailed reports: a mail server, and where this installation is reached from outside."""

from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator
from pydantic_settings import BaseSettings

from callcenter.kit.addresses import is_origin
from callcenter.kit.mail import MailServer

_HOST: Final = r"^[A-Za-z0-9._:-]{0,253}$"
_SENDER: Final = r"^([A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+)?$"
_USER: Final = r"^[ -~]*$"
"""All that can be sent as a user name."""


class MailSettings(BaseSettings):
    """Without a host nothing is mailed."""

    public_url: str = ""
    """Where links in mails lead."""
    smtp_host: Annotated[str, StringConstraints(pattern=_HOST)] = ""
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 587
    smtp_tls: Literal["starttls", "tls", "off"] = "starttls"
    smtp_user: Annotated[str, StringConstraints(max_length=200, pattern=_USER)] = ""
    smtp_password_file: Path | None = None
    """Left out: `smtp-password` beside the other secrets."""
    smtp_ca_file: Path | None = None
    """Left out: `smtp-ca.pem` beside the secrets when it is there, else whom the system trusts."""
    smtp_from: Annotated[str, StringConstraints(max_length=254, pattern=_SENDER)] = ""

    @field_validator("public_url")
    @classmethod
    def _leads_somewhere(cls, value: str) -> str:
        value = value.rstrip("/")
        if value and not is_origin(value):
            raise ValueError("地址应写作 https://主机 或 https://主机:端口 | write scheme://host[:port]")
        return value

    @model_validator(mode="after")
    def _can_mail(self) -> Self:
        if not self.smtp_host:
            return self
        if not self.smtp_from or not self.public_url:
            raise ValueError(
                "设置了 CALLCENTER_SMTP_HOST,还须设置 CALLCENTER_SMTP_FROM 与 CALLCENTER_PUBLIC_URL | "
                "CALLCENTER_SMTP_HOST needs CALLCENTER_SMTP_FROM and CALLCENTER_PUBLIC_URL"
            )
        if self.smtp_user and self.smtp_tls == "off":
            raise ValueError(
                "CALLCENTER_SMTP_USER 的密码不得明文发送,请勿把 CALLCENTER_SMTP_TLS 设为 off | "
                "the password of CALLCENTER_SMTP_USER is never sent in the clear: CALLCENTER_SMTP_TLS is off"
            )
        return self

    def mail_server(self, secrets: Path) -> MailServer | None:
        if not self.smtp_host:
            return None
        authority = self.smtp_ca_file or secrets / "smtp-ca.pem"
        return MailServer(
            host=self.smtp_host,
            port=self.smtp_port,
            encryption=self.smtp_tls,
            sender=self.smtp_from,
            user=self.smtp_user,
            password_file=self.smtp_password_file or secrets / "smtp-password",
            authority=authority if self.smtp_ca_file or authority.is_file() else None,
        )
