"""A question as typed → what it asks for: of whom, of which time, of which articles."""
