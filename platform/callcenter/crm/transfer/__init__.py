"""Customers as files: imports and exports in the background, sealed while they lie on the disk."""
