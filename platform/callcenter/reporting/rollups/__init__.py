"""Additive parts of calls by 15 minutes and by day, kept by the difference that each change makes."""
