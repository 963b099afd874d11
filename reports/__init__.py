"""Facts to paper and proof: no database, no Flask."""
