"""Evidence → model → statements with citations → verdicts."""
