"""Saved views of reports: own ones, and those that somebody shares with the company."""
