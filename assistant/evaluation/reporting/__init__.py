"""What is written and compared."""
