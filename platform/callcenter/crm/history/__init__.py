"""Everything that happened with a customer in one time line; notes, follow-ups and their reminder."""
