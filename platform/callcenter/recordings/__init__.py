"""Whether an answered call has its recording file."""
