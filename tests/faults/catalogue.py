"""The faults that must not cost a call, and what each needs around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from faults import breaks
from faults.breaks import Break


@dataclass(frozen=True)
class Fault:
    strike: Break
    seconds: float
    zh: str
    en: str
    disk: Callable[[Path], Path] | None = None
    """Which folder of an installation lies on a disk of its own."""
    disk_mb: int = 64
    postgres: bool = False
    clock: bool = False


FAULTS = {
    "none": Fault(breaks.nothing, 10, "无故障", "nothing happens"),
    "platform_killed": Fault(breaks.platform_killed, 0, "平台被杀后重启", "platform killed, started again"),
    "platform_away": Fault(breaks.platform_away, 180, "平台停 3 分钟", "platform away for 3 minutes"),
    "link_reset": Fault(breaks.link_reset, 10, "AMI 链路被重置", "AMI link reset"),
    "link_silent": Fault(breaks.link_silent, 30, "AMI 链路静默丢包", "AMI link silently dropped"),
    "postgres_restarted": Fault(
        breaks.postgres_restarted, 5, "PostgreSQL 重启", "PostgreSQL restarted", postgres=True
    ),
    "sqlite_locked": Fault(breaks.sqlite_locked, 20, "SQLite 被锁 20 秒", "SQLite locked for 20 s"),
    "data_disk_full": Fault(
        breaks.disk_full,
        20,
        "平台数据盘写满",
        "platform's data disk full",
        disk=lambda folder: folder / "data",
    ),
    "log_disk_full": Fault(
        breaks.disk_full,
        10,
        "Asterisk 日志盘写满",
        "Asterisk's log disk full",
        disk=lambda folder: folder / "asterisk" / "log",
    ),
    "logs_rotated": Fault(breaks.logs_rotated, 10, "日志轮换", "logs rotated twice"),
    "asterisk_killed": Fault(
        breaks.asterisk_killed, 2, "Asterisk 被杀后重启", "Asterisk killed, started again"
    ),
    "clock_stepped": Fault(
        breaks.clock_stepped, 20, "时钟跳变 5 分钟", "clock stepped by 5 minutes and back", clock=True
    ),
}
