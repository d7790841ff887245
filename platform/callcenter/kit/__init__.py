"""What every package may lean on and what knows nothing about calls.

Time, ids, errors, tables, encryption, hash chains, logs and the forms of HTTP.
"""
