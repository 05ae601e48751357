"""One request to a server, politely and safely.

`visiting` asks as a site wishes (`robots`, `politeness`), again if need be; `exchange` is one
request and its answer, over a `connection` to public `addresses` only; `bodies` are the
answers taken in, `failures` why there is none, and `jobs` are many requests at once.
"""
