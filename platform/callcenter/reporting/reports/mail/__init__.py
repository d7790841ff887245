"""Saved reports by mail on a schedule: a link that needs signing in, and never a figure."""
