"""Whether one contact was enough, whether recordings are there, and whose calls were lost: kept by day once a
day is old enough."""
