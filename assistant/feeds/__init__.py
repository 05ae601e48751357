"""Feeds that are followed: what is new in them → the index.

`subscriptions` is their list, `updating` one round, and `schedule` round after round.
`revisits` are pages that are asked again: editors change articles alone. `rests` are of sites
that have asked for them.
"""
