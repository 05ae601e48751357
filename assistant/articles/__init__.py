"""Pages → articles: clean text, title, authors, outlet, day and language of each.

    >>> from assistant.articles.reading import read_articles

`reading` chooses by the kind of a page: `web` (HTML), `saved` (text out of a browser), `pdf`,
`markdown`, `jsonl`, `entry` (a feed's own text). What these share is beside them; `making` is
the last step of all. `similarity` and `revisions` compare articles with one another.
"""
