"""What an agent does now, who caused it, and what is wanted next."""
