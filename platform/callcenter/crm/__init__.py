"""Customers: who they are, what was said with them, how they are found, and what the law lets them ask.

Everything that could name a person is sealed at rest and found through keyed tokens (ADR 0060). Which room
stands on which is in the layers of `pyproject.toml`.
"""
