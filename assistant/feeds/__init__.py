"""Feeds that are followed: what is new in them → the index.

`subscriptions` is their list, `updating` one round, and `schedule` round after round.
`revisits` are pages of a feed that has not changed: editors change articles alone.
"""
