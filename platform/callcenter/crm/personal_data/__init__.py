"""What the law lets a person ask: all about them, a whole copy, and that it is kept but not used."""
