"""Article → passages and sentences → vectors in Chroma, terms beside them.

`ingestion` takes pages in; `keeping` reads them, and spares what is there if they have become
worse. `index` keeps three stores in agreement: the articles in SQL (`store`, with its `tables`,
`changes` and `sql`), the `vectors` in Chroma, and the terms in `lexical`. `placing` tells
reprints and new versions, `chunking` cuts passages, `embedding` is what every embedding model
does, and `models` are those there are.
"""
