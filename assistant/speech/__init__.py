"""Who said it: the speaker of each sentence of an article, or nobody."""

from assistant.speech.attribution import speakers

__all__ = ["VERSION", "speakers"]

# To be raised when other speakers are found: an index names them anew.
VERSION = 1
