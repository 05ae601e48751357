"""Question sets, measures of answers to them, and reports that can be compared and gated on.

    >>> from assistant.evaluation.runs import evaluate
    >>> from assistant.evaluation.questions import read_questions

`questions` → `asking` (with a `journal`) → `cases`, `grading` each → `measuring` all →
`reporting`. `runs` does it all, `command` is `assistant evaluate`, and `fingerprints` tell
what answers depend on.
"""
