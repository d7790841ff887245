"""How the stations of an installation behave, as its settings say."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StationSettings:
    """How the installation's stations behave, and what there is to transfer to."""

    wrap_up_limit_seconds: int = 60
    wrap_up_extend_seconds: int = 60
    wrap_up_extensions: int = 2
    missed_rings: int = 3
    auto_answer: bool = False
    show_supervision: bool = False
    queues: dict[str, str] = field(default_factory=dict[str, str])
    """Full name → Chinese name."""
    menus: dict[str, str] = field(default_factory=dict[str, str])
