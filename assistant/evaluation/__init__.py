"""Question sets, measures of answers to them, and reports that can be compared and gated on.

    >>> from assistant.evaluation.runs import evaluate
    >>> from assistant.evaluation.questions import read_questions

questions → asking (with a journal) → cases → measures → report → page · compare · gates
"""
