"""How well a call sounded at the seat, as its page measured it. No figure is made of it: a page can lie."""

from sqlalchemy import Float, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.kit.db import Base, Microseconds
from callcenter.kit.schemas import Shown


class CallQuality(Base):
    """What an agent's phone measured last in a call; a call that was passed on has several. `loss` is a part
    of 1."""

    __tablename__ = "call_quality"

    call_id: Mapped[str] = mapped_column(String(150), primary_key=True)
    endpoint: Mapped[str] = mapped_column(String(40), primary_key=True)
    agent_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"))
    at_us: Mapped[int] = mapped_column(Microseconds)
    seconds: Mapped[int]
    loss: Mapped[float] = mapped_column(Float)
    jitter_ms: Mapped[float] = mapped_column(Float)
    rtt_ms: Mapped[float | None] = mapped_column(Float)
    mos: Mapped[float] = mapped_column(Float)
    worst_mos: Mapped[float] = mapped_column(Float)


class CallQualityShown(Shown):
    agent_id: str
    endpoint: str
    at_us: int
    seconds: int
    loss: float
    jitter_ms: float
    rtt_ms: float | None
    mos: float
    worst_mos: float
