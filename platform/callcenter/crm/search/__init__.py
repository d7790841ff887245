"""Finding customers by tokens of what they were asked for; nothing that is searched for is readable."""
