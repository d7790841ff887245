"""Whether one contact was enough and whether recordings are there, kept by day once a day is old enough."""
