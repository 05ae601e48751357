"""Files, web pages and feeds → pages: bytes, from where, and when.

`targets` takes whatever a person names: `local` files, or the addresses of `urls`, which may
lead to `listings` of others. `fetching` asks their servers, by `web`. `unpacking` bounds what
is packed, `sniffing` tells what wrongly named bytes are.
"""
