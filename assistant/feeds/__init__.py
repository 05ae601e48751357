"""Feeds that are followed: `subscriptions` lists them, `updating` takes in what is new in them.

`schedule` does so again and again; `revisits` tells which pages of a feed that has not changed
are asked for again, because editors change articles alone.
"""
