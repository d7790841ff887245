"""How whole the record is: when it was live, recovered or unknown, why, and what was seen then."""
