"""Asterisk's own files into the record.

cel.json and queue_log become raw rows, each once, and raw rows become calls.
"""
