"""How well a call sounded at the seat, as its page measured it. No figure is made of it: a page can lie."""

from collections.abc import Sequence

from sqlalchemy import Float, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.kit.db import Base, Microseconds, ReadSession
from callcenter.kit.schemas import Shown
from callcenter.tenancy import Scope


class CallQuality(Base):
    """One talk at one phone; a call that was passed on has several. `loss` is a part of 1."""

    __tablename__ = "call_quality"
    __table_args__ = (Index("ix_call_quality_call_id", "call_id"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    call_id: Mapped[str] = mapped_column(String(150))
    endpoint: Mapped[str] = mapped_column(String(40))
    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"))
    agent_id: Mapped[str] = mapped_column(String(16))
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


async def quality_of(session: ReadSession, scope: Scope, call_id: str) -> Sequence[CallQuality]:
    found = select(CallQuality).where(
        scope.holds(CallQuality.client_company_id), CallQuality.call_id == call_id
    )
    return (await session.scalars(found.order_by(CallQuality.at_us, CallQuality.id))).all()
