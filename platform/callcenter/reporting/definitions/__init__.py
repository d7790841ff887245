"""What each published figure means, as data: parts, formula, clock, boundary, denominator, version."""
