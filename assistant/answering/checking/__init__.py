"""Statements and the sentences they cite → verdicts, and where sources disagree."""
