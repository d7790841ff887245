"""WebSocket fan-out of keyed topics: hub, connection, protocol. Knows no domain."""

from callcenter.live.connection import Connection
from callcenter.live.hub import Hub, Outbox
from callcenter.live.topic import Encoded, Topic, only
from callcenter.live.verify import verify_live

__all__ = ["Connection", "Encoded", "Hub", "Outbox", "Topic", "only", "verify_live"]
