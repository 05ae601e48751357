"""The `report` of a run, its `page` with `plots`, and what holds it against another.

`compare` says what surely moved; `gates` fail a run.
"""
