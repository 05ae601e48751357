"""Evidence → model → statements with citations → verdicts.

`assistant` is the object through which everything asks, and `responding` takes one question
from its search to the finished answer: `followup` completes it, `finding` looks for evidence,
the `writers` make drafts of it with the `models`, and `composing` makes checked statements
with citations of the drafts, by `checking` each against what it cites.

`confidence` is how likely the evidence answers, `own_words` what of it is said by whoever
was asked for, `left_open` which parts of a question an answer tells nothing of. What the
assistant itself says is in `phrases`, how it understood in `facts`.
"""
