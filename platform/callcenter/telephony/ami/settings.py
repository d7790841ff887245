"""Where a link goes, as whom, and how patient it is."""

from dataclasses import dataclass, field
from typing import Final

EVENT_ACTIONS: Final = frozenset(
    {
        "Login",
        "Ping",
        "CoreSettings",
        "CoreStatus",
        "Status",
        "CoreShowChannels",
        "QueueStatus",
        "QueueSummary",
        "DeviceStateList",
    }
)
COMMAND_ACTIONS: Final = frozenset(
    {
        "Login",
        "Ping",
        "QueueAdd",
        "QueueRemove",
        "QueuePause",
        "QueuePenalty",
        "QueueLog",
        "QueueStatus",
        "Originate",
        "Hangup",
        "Setvar",
        "Getvar",
        "Redirect",
        "BlindTransfer",
        "Status",
    }
)
CONFIG_ACTIONS: Final = frozenset(
    {
        "Login",
        "Ping",
        "DBPut",
        "DBGet",
        "DBDel",
        "DBDelTree",
        "DBGetTree",
        "PJSIPNotify",
        "Reload",
        "LoggerRotate",
        "CoreStatus",
        "QueueSummary",
        "Status",
    }
)


@dataclass(frozen=True, slots=True)
class AmiUser:
    """One AMI account; `events` is the mask asked for at login; Asterisk narrows it to the read classes."""

    name: str
    secret: str = field(repr=False)
    events: str = "on"


@dataclass(frozen=True, slots=True)
class AmiPlace:
    host: str = "127.0.0.1"
    port: int = 5038


@dataclass(frozen=True, slots=True)
class Patience:
    """All waits in seconds."""

    # Between two reads of a link that keeps events: a call that moves on says so in a dozen of them.
    breath: float = 0.02
    connect: float = 5.0
    login: float = 5.0
    # Asterisk accepts logins before it is fully booted; loading sounds and modules can take this long.
    boot: float = 60.0
    answer: float = 5.0
    list_answer: float = 15.0
    ping_every: float = 10.0
    pong: float = 5.0
    retry_first: float = 0.5
    retry_most: float = 30.0
    # A refused login is retried rarely: it costs Asterisk a security event and could get the host banned.
    refused: float = 60.0
    reading_pause_most: float = 1.0
