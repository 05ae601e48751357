"""Question → ranked passages → the sentences that may answer it."""
