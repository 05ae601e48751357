"""What lists pages: feeds, sitemaps, OPML."""
