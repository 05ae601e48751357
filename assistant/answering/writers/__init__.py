"""Evidence → drafts of statements, in the way that suits the model.

`choosing` takes the writer: for small models `by_sentence`, which is `judging` and
`translating` one sentence at a time, for large ones `all_at_once`, whose citations `cited`
reads, and without a model the one in `drafts`, where the records are. `repeating` tells a
reply that says nothing new, `described` is a sentence as prompts show it.
"""
