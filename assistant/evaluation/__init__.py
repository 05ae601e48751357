"""Question sets, and whether an answer is right."""
