"""The public test sets: ours beside what a user would take instead."""
