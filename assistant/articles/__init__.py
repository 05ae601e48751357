"""Pages → articles: clean text, title, authors, outlet, day and language of each.

    >>> from assistant.articles.reading import read_articles

`reading` chooses by the kind of a page: `web` (HTML), `saved` (text out of a browser), `pdf`,
`markdown`, `jsonl`, `entry` (a feed's own text). Each ends with `making` an article.

Where a page has its title, authors and date is told in `web` and `saved`; how these are read
is told in `authors` and `dates` (and unusual days in `date_forms`). Others share `text`
(cleaning), `forms` (what a line is by its form), `segments` (the best run of
lines), `fragments` (bits of HTML) and `stated` (fields in front matter or a row). `similarity`
and `revisions` compare articles.
"""
