"""Who dealt with a caller whom nobody answered, when, and what came of it."""
