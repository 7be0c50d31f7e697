"""Scripts that measure; each prints its tables and says how it is run."""
