"""Routing settings into the files that Asterisk reads; deterministic to the byte."""
