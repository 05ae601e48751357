"""What a text is made of, in any language: sentences, terms, names, numbers, days."""
