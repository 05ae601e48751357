"""The text of a page, as a browser saves it → its article, by form alone.

`page` puts together what `prose`, `headline`, `authorship` and `publication` find.
"""
