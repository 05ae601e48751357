"""Whether the cited sentences support a statement.

Numbers, dates and names that are missing and words that say the opposite are cheap and
nearly sure signs that they do not; see benchmarks/results/verdicts.md. Likeness of meaning
comes second: vectors of sentences or words hardly tell a synonym from an antonym.
"""

from collections.abc import Sequence
from typing import NamedTuple

from assistant.answering.checking.contradiction import contradicted
from assistant.answering.checking.figures import missing_figures
from assistant.answering.checking.names import absent_names
from assistant.answering.checking.roles import reversed_roles
from assistant.answering.checking.speakers import wrong_speaker
from assistant.answering.checking.swaps import misplaced
from assistant.index.embedding import Embed
from assistant.language.quantities import amounts
from assistant.language.terms import words
from assistant.types import Evidence, Verdict

# Of two sentences that say the same, in two languages, the embedded model's inner
# product is about 0.9; of two on the same topic about 0.83.
_SAME_MEANING = 0.84
# Of a long sentence a statement may tell one figure, which is there, or few words: of three or
# four words 92 % are above with their own sentence, 30 % with one of another article.
_OF_A_PART = 0.79
_FEW_WORDS, _NO_MEANING = 4, 2
# Over a whole article something else is said of each name somewhere.
_FEW_SENTENCES = 3


class Support(NamedTuple):
    """A verdict, the likeness of meaning (0 to 1), and what the evidence does not have."""

    verdict: Verdict
    score: float
    missing: tuple[str, ...] = ()


def support(
    statement: str, language: str | None, cited: Sequence[Evidence], context: str, embed: Embed
) -> Support:
    """Check a statement against the sentences it cites.

    Every number and date must stand in them, dates resolved from the articles' own; none of
    it may be denied, reversed, said by another speaker, or told of another name. Every name
    must stand in them or in `context` (their titles and passages, where a pronoun's name is
    found), in any spelling or script that can be compared. A statement of a word or two has
    no meaning of its own to compare.
    """
    if not cited:
        return Support("unsupported", 0.0)
    if any(statement in e.sentence.text for e in cited):
        return Support("supported", 1.0)
    missing = missing_figures(statement, language, cited)
    missing += absent_names(statement, language, cited, context, embed)
    first, *others = embed([statement, *(e.sentence.text for e in cited)])
    missing += wrong_speaker(statement, language, cited)
    missing += contradicted(statement, language, cited, embed)
    if not missing and len(cited) <= _FEW_SENTENCES:
        missing = misplaced(statement, language, cited, embed) or reversed_roles(
            statement, language, cited, embed
        )
    score = round(max(float(first @ other) for other in others), 3)
    if missing:
        return Support("unsupported", score, tuple(missing))
    length = len(words(statement))
    least = _OF_A_PART if amounts(statement) or length <= _FEW_WORDS else _SAME_MEANING
    alike = score >= least or length <= _NO_MEANING
    return Support("supported" if alike else "partly", score)
