"""What a text is made of, in any language.

`detect` tells the language, `sentences` and `clauses` are its parts, `terms` its words. What
it says: `names`, `places`, `numbers` in digits, `quantities` in any form, `measures` in two
systems of units, `dates`, `weekdays` and `clocks`.
How it says it: `quotes`, `negation`, `contrasts` ("rose", "fell") and `injection` of prompts.
`locales` is what CLDR knows of a language, `encodings` make text of bytes, and `surrogates`
are halves of characters.
"""
