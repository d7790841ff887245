"""The record held against all that knows of a call: files, queue_log, recordings, AMI (ADR 0056)."""
