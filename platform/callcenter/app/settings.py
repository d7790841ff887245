"""Settings from the environment and `.env`, typed and checked.

Each setting NAME is the environment variable CALLCENTER_NAME.
"""

import contextlib
import ipaddress
import os
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from callcenter.kit.addresses import is_loopback, is_origin
from callcenter.reporting.reports.mail.settings import MailSettings

PREFIX: Final = "CALLCENTER_"
ASTERISK_ROOT: Final = Path("/var/cache/callcenter/asterisk")

DEMO_COMPANY: Final = {"company_name": "照章演示呼叫中心", "licence_number": "B2-20260001(演示)"}

Port = Annotated[int, Field(ge=1, le=65535)]
CompanyId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{2,12}$")]
SystemName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{2,12}$")]
NtpServer = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?$")]
Did = Annotated[str, StringConstraints(pattern=r"^[0-9]{3,20}$")]


class Settings(MailSettings):
    """What an installation may decide. The defaults make a complete one on one machine."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    data_dir: Path = Path("var")
    demo: bool = False
    company_name: Annotated[str, StringConstraints(min_length=1, max_length=200)] = "(未设置企业名称)"
    company_id: CompanyId = "demo01"
    systemname: SystemName = "zz1"
    licence_number: Annotated[str, StringConstraints(max_length=64)] = "(未设置许可证号)"
    hotlines: Annotated[tuple[Did, ...], NoDecode, Field(min_length=1)] = ("4000000001",)

    web_host: str = "127.0.0.1"
    web_port: Port = 8080
    origins: Annotated[tuple[str, ...], NoDecode] = ()
    """Further addresses the dashboard is reached at, as browsers write them: https://cc.example.com"""
    secure_cookies: bool = False
    """Set behind HTTPS: the session cookie is then never sent over plain HTTP."""
    database_url: str = ""
    secret_dir: Path | None = None
    https: Literal["auto", "on", "off"] = "auto"
    """`auto`: on any address but this machine's own, because a browser gives no microphone without it."""
    tls_certificate: Path | None = None
    """A certificate of a real authority, with its chain; pages, WSS and SIP over TLS use it."""
    tls_key: Path | None = None
    certificate_names: Annotated[tuple[str, ...], NoDecode] = ()
    """Further names and addresses in the certificate that the installation makes for itself."""
    certificate_dir: Path | None = None
    """Where Asterisk and a reverse proxy find the server's certificate and key, when not with the secrets."""
    suite: Literal["sm", "aes"] = "sm"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    session_idle_minutes: Annotated[int, Field(ge=1, le=1440)] = 60
    session_hours: Annotated[int, Field(ge=1, le=72)] = 12

    softphone_minutes: Annotated[int, Field(ge=5, le=720)] = 60
    """How long a browser phone's credential holds; its page renews it before."""

    dashboard_dir: Path | None = None
    asterisk_dir: Path | None = None
    asterisk_root: Path | None = None
    ami_host: str = "127.0.0.1"
    ami_port: Port = 5038
    sip_host: str = "127.0.0.1"
    sip_port: Port = 5060
    sip_tls_port: Port = 5061
    ws_port: Port = 8088
    wss_port: Port = 8089
    rtp_first: Port = 10000
    rtp_last: Port = 10999
    trunk_main_host: str = "127.0.1.1"
    trunk_backup_host: str = "127.0.1.2"
    trunk_port: Port = 5080

    ntp_servers: Annotated[tuple[NtpServer, ...], NoDecode] = ()
    """Time servers, `host` or `host:port`; without any nobody is asked, and pages say so."""
    clock_limit_ms: Annotated[int, Field(ge=10, le=60_000)] = 1_000
    """A clock that is further off than this makes its time unknown."""
    reconcile_hour: Annotated[int, Field(ge=0, le=23)] = 3
    """When the day before is reconciled each night, Asia/Shanghai."""
    import_limit_mb: Annotated[int, Field(ge=1, le=1024)] = 50
    """A file of customers may be this large; a larger one is refused before it is read."""
    transfer_hours: Annotated[int, Field(ge=1, le=720)] = 24
    """Files of imports and exports are removed after this time."""

    seats: Annotated[int, Field(ge=1, le=999)] = 12
    supervisor_phones: Annotated[int, Field(ge=0, le=99)] = 2
    desk_transport: Literal["tls", "udp"] = "tls"
    opus: bool = False
    ring_seconds: Annotated[int, Field(ge=3, le=60)] = 8
    mask_names: bool = False
    """Customers' names are masked on pages, too; numbers always are."""
    wrap_up_limit_seconds: Annotated[int, Field(ge=1, le=3600)] = 60
    wrap_up_extend_seconds: Annotated[int, Field(ge=1, le=3600)] = 60
    wrap_up_extensions: Annotated[int, Field(ge=0, le=10)] = 2
    missed_rings: Annotated[int, Field(ge=1, le=20)] = 3
    voice_message_hours: Annotated[int, Field(ge=1, le=168)] = 4
    """A voice message that nobody dealt with for longer is overdue."""
    show_supervision: bool = False
    auto_answer: bool = False
    queue_timeout_seconds: Annotated[int, Field(ge=5, le=3600)] = 120

    @model_validator(mode="before")
    @classmethod
    def _demo_company(cls, values: dict[str, Any]) -> dict[str, Any]:
        """The company of the demo stands in a demo only: elsewhere it could be taken for a real one."""
        if str(values.get("demo", "")).lower() in {"1", "true", "yes", "on"}:
            return {**DEMO_COMPANY, **values}
        return values

    @field_validator("hotlines", "origins", "certificate_names", "ntp_servers", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("origins")
    @classmethod
    def _bare_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            if not is_origin(origin):
                raise ValueError("地址应写作 https://主机 或 https://主机:端口 | write scheme://host[:port]")
        return value

    @field_validator(
        *("data_dir", "secret_dir", "certificate_dir", "dashboard_dir", "asterisk_dir", "asterisk_root"),
        *("tls_certificate", "tls_key", "smtp_password_file", "smtp_ca_file"),
    )
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        return None if value is None else Path(os.path.abspath(value.expanduser()))  # noqa: PTH100 - links stay

    @field_validator("web_host", "ami_host", "sip_host", "trunk_main_host", "trunk_backup_host")
    @classmethod
    def _bindable(cls, value: str) -> str:
        if not value or any(sign.isspace() or sign in ";,=[]" for sign in value):
            raise ValueError("不是主机名或地址 | not a host name or an address")
        return value

    @field_validator("ami_host")
    @classmethod
    def _on_this_machine(cls, value: str) -> str:
        """AMI has no encryption, and whoever reads it sees callers' numbers."""
        with contextlib.suppress(ValueError):
            if ipaddress.ip_address(value).is_loopback:
                return value
        raise ValueError("只能是回环地址,如 127.0.0.1 | must be a loopback address such as 127.0.0.1")

    @field_validator("company_name", "licence_number")
    @classmethod
    def _one_line(cls, value: str) -> str:
        if not value.isprintable():
            raise ValueError("含有不可显示的字符 | holds characters that cannot be shown")
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value:
            return value
        try:
            driver = make_url(value).drivername
        except ArgumentError as error:
            raise ValueError("不是数据库地址 | not a database URL") from error
        if driver not in {"sqlite+aiosqlite", "postgresql+asyncpg"}:
            raise ValueError(
                "只支持 sqlite+aiosqlite 与 postgresql+asyncpg | "
                "only sqlite+aiosqlite and postgresql+asyncpg are supported"
            )
        return value

    @field_validator("rtp_last")
    @classmethod
    def _enough_rtp(cls, value: int, info: ValidationInfo) -> int:
        first = info.data.get("rtp_first")
        if isinstance(first, int) and value - first < 99:
            raise ValueError(
                f"至少比 {PREFIX}RTP_FIRST 大 99 | must be at least 99 above {PREFIX}RTP_FIRST ({first})"
            )
        return value

    @model_validator(mode="after")
    def _ports_apart(self) -> Self:
        taken: dict[int, str] = {}
        clashes: list[str] = []
        for name in ("web_port", "ami_port", "sip_tls_port", "ws_port", "wss_port", "sip_port"):
            port: int = getattr(self, name)
            if port in taken:
                clashes.append(f"{PREFIX}{taken[port].upper()} = {PREFIX}{name.upper()} = {port}")
            taken.setdefault(port, name)
        if clashes:
            raise ValueError(f"端口重复 | the same port twice: {'; '.join(clashes)}")
        return self

    @model_validator(mode="after")
    def _certificate_with_key(self) -> Self:
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise ValueError(
                f"{PREFIX}TLS_CERTIFICATE 与 {PREFIX}TLS_KEY 须同时设置 | "
                f"{PREFIX}TLS_CERTIFICATE and {PREFIX}TLS_KEY are set together"
            )
        return self

    @cached_property
    def serves_https(self) -> bool:
        if self.https == "auto":
            return not is_loopback(self.web_host)
        return self.https == "on"

    @cached_property
    def sends_secure_cookies(self) -> bool:
        return self.secure_cookies or self.serves_https

    @cached_property
    def resolved_database_url(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'callcenter.sqlite3'}"

    @property
    def key_file(self) -> Path:
        """The installation's secret: whoever has it and the database has everything."""
        return self.secrets_folder / "installation.key"

    @cached_property
    def secrets_folder(self) -> Path:
        return self.secret_dir or self.data_dir / "secrets"

    @cached_property
    def certificate_folder(self) -> Path:
        return self.certificate_dir or self.secrets_folder

    @cached_property
    def asterisk_folder(self) -> Path:
        """etc/ log/ run/ lib/ spool/ recordings/ sounds/ of our Asterisk."""
        return self.asterisk_dir or self.data_dir / "asterisk"

    @cached_property
    def asterisk_log_folder(self) -> Path:
        return self.asterisk_folder / "log"

    @cached_property
    def recordings_folder(self) -> Path:
        return self.asterisk_folder / "recordings"

    @cached_property
    def dashboard_folder(self) -> Path:
        """Where the built dashboard lies; beside the package when it runs from its repository."""
        return self.dashboard_dir or Path(__file__).parents[3] / "dashboard" / "dist"

    @cached_property
    def resolved_asterisk_root(self) -> Path | None:
        """The folder of our own Asterisk's root; None leaves only one on the PATH."""
        if self.asterisk_root is not None:
            return self.asterisk_root
        return ASTERISK_ROOT if os.geteuid() == 0 else None

    @cached_property
    def allowed_origins(self) -> frozenset[str]:
        """Where a browser may send changes from. The request's own host is compared besides."""
        return frozenset(origin.rstrip("/").lower() for origin in self.origins)
