"""A desk phone driven from its agent's page."""
