"""A web page → its article.

`page` puts together: `blocks` are the lines that a reader sees, `lines` what each adds by its
form and `marking` what the page as a whole tells of it; the best run of them is the `body`.
`metadata`, `linked_data` and `time_tags` are what the page states, and with all `headline`,
`authorship` and `publication` are told. `embedded` is text in scripts, `absence` why there is none.
"""
