"""Files made or read in the background, sealed while they lie on the disk, and fetched by who asked."""
