"""Two customers who are one person: found, made one, and made two again."""
