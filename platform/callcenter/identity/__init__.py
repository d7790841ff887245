"""Who a person is and what they may do: people, roles, sessions, and
the append-only audit trail with its one writer."""
