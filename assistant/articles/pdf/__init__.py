"""A PDF → its article: `lines` of the pages → `paragraphs` → `document`."""
