"""What leaves the record as files, for somebody who does not trust us."""
