"""报表: figures by rows, hour by weekday, agents' days. Read from the roll-ups, of whole Shanghai days."""
