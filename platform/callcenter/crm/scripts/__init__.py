"""What may be said: scripts with their versions, and the check for words that may not be promised."""
