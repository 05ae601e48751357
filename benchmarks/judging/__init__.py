"""The adapter with which the embedded model tells whether a sentence answers.

`questions.jsonl` has 1,024 questions on 128 invented articles, written by eight hands for this:
each with an answer has a near miss of the same form beside it, so that the form tells nothing.
"""
