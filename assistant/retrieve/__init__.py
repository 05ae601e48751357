"""Question → ranked passages → the sentences that may answer it.

`question` understands, `search` ranks and `gathering` brings together what each part of a
question finds. Search embeds the `query`, scores by vectors on one `scale` for all languages
and by terms, and reads the best once more in `late_interaction`. `retriever` is it all as
llama-index's interface.
"""
