"""What an agent's own page shows: the live topic of each person, and what the page starts with."""
