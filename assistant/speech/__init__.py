"""Who said it: the speaker of each sentence of an article, or nobody.

`attribution` reads an article from the first sentence to the last: the `tokens` of each, with
its `quotations`; the `claims` that somebody speaks, by `verbs` and by `phrases` with `names`,
which may be part of others (`nesting`); whom these `mentions` mean of the article's `cast`. A
language's `words` for it are data, read by `lexicon`; `chinese` has rules of its own. `people`
tells whether two names are one person's.
"""

from assistant.speech.attribution import may_be_said_by, speakers
from assistant.speech.people import is_name, same_person

__all__ = ["VERSION", "is_name", "may_be_said_by", "same_person", "speakers"]

# To be raised when other speakers are found: an index names them anew.
VERSION = 4
