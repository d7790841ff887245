"""Published figures with their definitions, computed from the record alone."""
