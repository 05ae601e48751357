"""Answers as safe HTML: whatever comes from articles, models or readers is escaped."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from assistant.types import Answer, Citation, Statement, Status
from assistant.ui import labels, quotes

_VERDICTS = {
    "supported": Markup(
        '<span class="verdict supported" title="The cited sentences support this">✓</span>'
    ),
    "partly": Markup('<span class="verdict partly">partly supported</span>'),
    "unsupported": Markup('<span class="verdict unsupported">not supported</span>'),
}
_NONE = Markup("")

MASTHEAD = Markup('<header class="masthead"><h1>News Assistant</h1><p>{}</p></header>')
"""The head of the page, with room for what is known of the index and the model."""


def turns(answers: Iterable[Answer]) -> Markup:
    """Render the finished turns of a conversation."""
    return _NONE.join(turn(answer, live=False) for answer in answers)


def turn(answer: Answer, *, live: bool) -> Markup:
    """Render one question with all that is known of its answer; `live` while more is to come."""
    return Markup('<article class="turn"{}><h2{}>{}</h2>{}</article>').format(
        Markup(" data-live") if live else "",
        labels.spoken(answer.language),
        answer.question,
        _NONE.join((_understood(answer), _answer(answer), _progress(answer, live), _below(answer))),
    )


def failure(question: str, message: str) -> Markup:
    """Render a question that could not be answered, with what to do about it."""
    return Markup(
        '<article class="turn"><h2 dir="auto">{}</h2>'
        '<p class="failure" role="alert">{}</p></article>'
    ).format(question, message)


def welcome(says: str, samples: Sequence[str] = ()) -> Markup:
    """Render what an empty conversation shows: what to do, and questions to try."""
    buttons = [
        Markup('<li><button type="button" data-ask="{0}" dir="auto">{0}</button></li>').format(s)
        for s in samples
    ]
    return Markup(
        '<section class="welcome"><h2>What would you like to know?</h2><p>{}</p>{}</section>'
    ).format(says, Markup("<ul>{}</ul>").format(_NONE.join(buttons)) if buttons else _NONE)


def header(status: Status) -> Markup:
    """Render the masthead with the state of the index and the model."""
    languages = sorted(status.languages, key=lambda code: (-status.languages[code], code))
    state = "ready" if status.model_ready else "loading"
    standing = Markup(
        '<span title="{}">{} · {} · {}</span><span class="model {}">{} · {}</span>'
    ).format(
        ", ".join(labels.language(code or None) for code in languages),
        labels.counted(status.articles, "article"),
        labels.counted(status.passages, "passage"),
        labels.counted(len(languages), "language"),
        state,
        status.model,
        state,
    )
    return MASTHEAD.format(standing)


def _understood(answer: Answer) -> Markup:
    """Render how the question was understood: rewritten, and what it limits."""
    line = Markup('<p class="aside" dir="auto">{}</p>')
    rewritten = answer.standalone_question != answer.question
    parts = [line.format(f"Understood as: {answer.standalone_question}")] if rewritten else []
    if answer.facts:
        parts.append(line.format(" · ".join(answer.facts)))
    return _NONE.join(parts)


def _answer(answer: Answer) -> Markup:
    """Render the statements, and after them the words that are not yet one."""
    known = {c.number: c for c in answer.citations}
    spoken = labels.spoken(answer.language)
    parts = [_statement(s, known, spoken) for s in answer.statements]
    said = " ".join(s.text for s in answer.statements)
    rest = answer.text[len(said) :].strip() if answer.text.startswith(said) else ""
    if rest:
        parts.append(Markup('<p class="statement"{}>{}</p>').format(spoken, rest))
    parts += [Markup('<p class="note"{}>{}</p>').format(spoken, note) for note in answer.notes]
    return Markup('<div class="answer" aria-live="polite">{}</div>').format(_NONE.join(parts))


def _statement(statement: Statement, known: dict[int, Citation], spoken: Markup) -> Markup:
    """Render a statement with a button for each number that stands for a stored sentence."""
    all_cited = [quotes.cited(c) for c in known.values()]
    own = [known[n] for n in statement.citations if n in known]
    buttons = (quotes.button(quotes.cited(c), all_cited) for c in own)
    # Spaces that do not break keep numbers and the verdict from beginning a line.
    return Markup(
        '<p class="statement"{}>{}<sup>&nbsp;{}</sup>&nbsp;<span lang="en">{}{}</span></p>{}'
    ).format(
        spoken,
        labels.isolated(statement.text),
        _NONE.join(buttons),
        _VERDICTS[statement.verdict],
        _original(own[0]) if statement.translated and own else _NONE,
        _gloss(statement.gloss, spoken),
    )


def _original(citation: Citation) -> Markup:
    """Tell a machine's translation from the article's own words."""
    return Markup(' <span class="translated" dir="ltr">translated from {}</span>').format(
        labels.language(citation.language)
    )


def _gloss(text: str, spoken: Markup) -> Markup:
    """What a foreign quotation says, as far as the model can tell."""
    line = Markup('<p class="gloss"{}>{} <span class="translated" lang="en">{}</span></p>')
    return line.format(spoken, text, "rough translation, may be wrong") if text else _NONE


def _progress(answer: Answer, live: bool) -> Markup:
    if answer.done:
        return _NONE
    if not live:
        return Markup('<p class="aside">Stopped before the answer was complete.</p>')
    found = answer.timings.retrieve_ms
    if found is None:
        stage = "Looking for evidence"
    elif answer.text:
        stage = f"Evidence found in {labels.seconds(found)}. The model is writing"
    else:
        stage = f"Evidence found in {labels.seconds(found)}. The model is reading it"
    return Markup('<p class="aside working" role="status">{}</p>').format(stage)


def _below(answer: Answer) -> Markup:
    """Render sources once there are any, evidence before; facts once it is done."""
    evidence = [quotes.found(e) for e in answer.evidence]
    if not answer.citations:
        title = "Nearest coverage" if answer.done else "Evidence"
        return quotes.section(title, evidence) + _facts(answer)
    sources = quotes.section("Sources", [quotes.cited(c) for c in answer.citations])
    if not answer.done:
        return sources
    folded = Markup("<details><summary>All evidence · {}</summary>{}</details>").format(
        labels.counted(len(evidence), "sentence"), quotes.listed(evidence)
    )
    return sources + folded + _facts(answer)


def _facts(answer: Answer) -> Markup:
    if not answer.done:
        return _NONE
    timings = answer.timings
    facts = [answer.model]
    if timings.retrieve_ms is not None:
        facts.append(f"evidence in {labels.seconds(timings.retrieve_ms)}")
    if timings.total_ms is not None:
        facts.append(f"answer in {labels.seconds(timings.total_ms)}")
    if answer.confidence is not None:
        facts.append(f"confidence {answer.confidence:.0%}")
    return Markup('<p class="facts">{}</p>').format(" · ".join(facts))
