"""Measures of answers, and their figures.

`measures` says what a measure is and has those of whole answers; others are of `retrieval`,
`citations`, `refusal`, `times` and `costs`. Citations are put to the test by `supports`, unless
`quoting` them. `losses` are the stages at which answers are lost; `scoring` makes a report.
"""
