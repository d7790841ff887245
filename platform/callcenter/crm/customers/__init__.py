"""Who is served: fields with a purpose, sealed values, the tokens they are found by, how they are shown."""
