"""The adapter with which the embedded model tells whether a sentence answers.

`questions.jsonl` has 1,024 questions on 128 invented articles, written by eight hands for this:
each with an answer has a near miss of the same form beside it, so that the form tells nothing.

`premises.jsonl` has 768 more on the same articles, which nothing has learned from yet. A third
have a premise that a sentence contradicts, as many beside them one that holds, whose question is
not answered; the rest ask for two things, of which two sentences tell one each, or none does.
"""
