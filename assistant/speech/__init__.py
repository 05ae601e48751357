"""Who said it: the speaker of each sentence of an article, or nobody."""

from assistant.speech.attribution import has_rules, speakers
from assistant.speech.people import is_name, same_person

__all__ = ["VERSION", "has_rules", "is_name", "same_person", "speakers"]

# To be raised when other speakers are found: an index names them anew.
VERSION = 2
