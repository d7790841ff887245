"""未接来电: callers who asked for a person and were not answered, one line for each."""
