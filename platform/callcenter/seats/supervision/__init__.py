"""A supervisor steps into a seat's call."""
