"""Reports as files: made in the background, sealed while they lie on the disk, fetched by who asked."""
