"""What lists pages.

`feeds` reads `xmlfeed` or `jsonfeed` into a `listing`; `sitemaps` and `opml` are the other
lists. They share `dates`, `links` and `markup` (XML from strangers).
"""
