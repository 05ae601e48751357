"""What is on this machine.

`files` walks folders and `kinds` tells files by their names. The `contents` of one are a page,
as `saved` by some program, the rows of `dumps` (`tables` of `lines`) or a crawl (`warc`);
`archives` hold files.
"""
