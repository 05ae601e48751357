"""Statements and the sentences they cite → verdicts, and where sources disagree.

`verify` asks each check in turn: `figures` (numbers, dates and weekdays), `names`, `speakers`
(somebody else said it), `contradiction` (it is denied, or reversed), `swaps` (it is told of
another name) and `roles` (the other one did it). They compare the `mentions` of a text, and
sentences `dated`, with the dates of the days that they name.

`translation` tells what a translation has lost, `disagreement` where two articles differ.
"""
