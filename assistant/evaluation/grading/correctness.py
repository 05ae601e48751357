"""Whether an answer is right, by the key points of its question, and which rule says so."""

import re
from collections.abc import Sequence
from typing import Literal

from rapidfuzz.fuzz import token_set_ratio

from assistant.answering.phrases import refusal
from assistant.evaluation.grading.denial import denies
from assistant.evaluation.grading.keypoints import Said, said
from assistant.evaluation.grading.meaning import Known
from assistant.evaluation.grading.sentences import in_digits_by_sentence, sentences
from assistant.evaluation.questions import Question
from assistant.index.embedding import Embed
from assistant.language.clauses import clauses
from assistant.language.dates import dates
from assistant.language.names import names
from assistant.language.quantities import amounts, in_digits
from assistant.language.terms import UNSPACED, fold, terms
from assistant.types import Answer, Record

Grade = Literal["right", "partly", "wrong"]
_SAME_STATEMENT = 80
_ANSWERS = 0.8
_BARE = 2
_NEAR = 4  # words
_BUT = re.compile(
    r"\b(?:but|however|ma|pero|mais|aber|doch|jedoch|mas|porem|maar|ale|lecz|но|однако|але|проте"
    r"|αλλα|ama|fakat|لكن)\b|但"
)


class Point(Record):
    """A key point of a question, and how the answer says it; None if it does not."""

    wordings: tuple[str, ...]
    said: Said | None = None


class Graded(Record):
    """A grade and why it was given; `points` is empty for a refusal."""

    grade: Grade
    why: str
    points: tuple[Point, ...] = ()

    @property
    def coverage(self) -> float:
        """Share of the key points said, a vague one counting half."""
        if not self.points:
            return float(self.grade == "right")
        worth = [0.0 if p.said is None else 0.5 if p.said.vague else 1.0 for p in self.points]
        return sum(worth) / len(worth)


def grade(question: Question, answer: Answer, embed: Embed | None = None) -> Graded:
    """Grade what an answer says, in whichever language it says it.

    Right has every key point; what the articles do not answer must be refused, and a
    false premise is met by refusing or by saying what is so. Partly right has some key
    points, has one only vaguely, or contradicts itself about one.
    """
    refused = answer.outcome == "unanswerable"
    if not question.answers:
        refused = refused or _refuses(answer.text, question.language)
        why = "refused, as it should" if refused else "answered although the articles do not say"
        return Graded(grade="right" if refused else "wrong", why=why)
    if refused:
        met = question.kind == "false-premise"
        why = "refused the false premise" if met else "refused although the articles answer"
        return Graded(grade="right" if met else "wrong", why=why)
    return _graded(question, in_digits_by_sentence(answer.text, question.language), embed)


def missing(question: Question) -> Graded:
    """The grade of no answer at all."""
    points = tuple(Point(wordings=w) for w in question.answers)
    return Graded(grade="wrong", why="there is no answer", points=points)


def _graded(question: Question, text: str, embed: Embed | None) -> Graded:
    alone = len(question.answers) == 1
    known = Known(question.text, _by_article(question) if alone else [])
    points = tuple(
        Point(
            wordings=wordings,
            said=said(
                [in_digits(w, question.language) for w in wordings],
                text,
                question.language,
                known,
                embed,
            ),
        )
        for wordings in question.answers
    )
    lacking = [p.wordings[0] for p in points if p.said is None]
    if len(lacking) == len(points):
        return Graded(grade="wrong", why=f"does not say {_listed(lacking)}", points=points)
    if lacking:
        return Graded(grade="partly", why=f"leaves out {_listed(lacking)}", points=points)
    if vague := [p.wordings[0] for p in points if p.said and p.said.vague]:
        return Graded(grade="partly", why=f"is vague about {_listed(vague)}", points=points)
    if doubt := _contradiction(points, text, question):
        return Graded(grade="partly", why=f"also says: {doubt}", points=points)
    rules = dict.fromkeys(p.said.rule for p in points if p.said)
    return Graded(grade="right", why=f"by {', '.join(rules)}", points=points)


def _contradiction(points: Sequence[Point], text: str, question: Question) -> str | None:
    """A sentence without a key point that gives other numbers than a sentence with one."""
    known = {p.said.sentence for p in points if p.said}
    others = sentences(text, question.language)
    rivals = (o for o in others if o not in known and any(_rivals(k, o, question) for k in known))
    return next(rivals, None)


def _rivals(known: str, other: str, question: Question) -> bool:
    """Whether both say the same, or answer the same question, with other numbers."""
    ours, theirs = set(amounts(known)), set(amounts(other))
    if not (ours - theirs and theirs - ours) or bool(dates(known)) > bool(dates(other)):
        return False
    said, asked = terms(other, question.language), set(terms(question.text, question.language))
    return (
        len(said) <= _BARE
        or token_set_ratio(_skeleton(known), _skeleton(other)) >= _SAME_STATEMENT
        or 0 < _ANSWERS * len(asked) <= len(asked & set(said))
    )


def _refuses(text: str, language: str) -> bool:
    """Whether the text says, in its own words, that the articles do not say, and no more."""
    article = terms(refusal(language), language)[0]
    if len(sentences(text, language)) > 1 or _BUT.search(fold(text)):
        return False
    if language in UNSPACED:
        return denies(text, language) and article in terms(text, language)
    return any(_denies_of(article, clause.split(), language) for clause in clauses(text))


def _denies_of(article: str, clause: Sequence[str], language: str) -> bool:
    """Whether a denial is near the articles in a clause, with no name of whom they tell between."""
    places = [i for i, word in enumerate(clause) if article in terms(word, language)]
    runs = [clause[at + 1 : at + n] for at in places for n in range(2, _NEAR + 2)]
    runs += [clause[max(at - n, 0) : at] for at in places for n in range(1, _NEAR + 2)]
    nearest = next((run for run in runs if denies(" ".join(run), language)), None)
    return nearest is not None and not names(" ".join(nearest), language)


def _by_article(question: Question) -> list[list[str]]:
    """The relevant sentences, those of one article together: only together they need answer."""
    articles: dict[str, list[str]] = {}
    for r in question.relevant:
        quote = in_digits_by_sentence(r.quote, question.language)
        articles.setdefault(r.article, []).append(quote)
    return list(articles.values())


def _skeleton(text: str) -> str:
    return re.sub(r"[\d.,:%]+", " ", text.casefold())


def _listed(wordings: Sequence[str]) -> str:
    return ", ".join(f"“{w}”" for w in wordings)
