"""WebSocket fan-out of keyed topics: hub, connection, protocol. Knows no domain."""
