"""Whether whoever a statement has speak is the one who speaks in its evidence."""

from collections.abc import Sequence

from assistant.language.names import has_any_name, names
from assistant.speech import speakers
from assistant.types import Evidence


def wrong_speaker(statement: str, language: str | None, cited: Sequence[Evidence]) -> list[str]:
    """The speaker that a statement names, if all its evidence is known to be others' words."""
    known = [e.sentence.speaker for e in cited if e.sentence.speaker]
    claimed = _speaker(statement, language) if known and len(known) == len(cited) else None
    said_by = names(claimed or "", None)
    other = bool(said_by) and not has_any_name(said_by, "\n".join(known))
    return [claimed] if claimed and other else []


def _speaker(statement: str, language: str | None) -> str | None:
    """Who speaks in a statement; a surname alone is introduced, as an article would do."""
    for introduction in ("", *(f"{name} {name}.\n" for name in names(statement, language)[:1])):
        start, whole = len(introduction), f"{introduction}{statement}"
        spans = [(0, start - 1)] if start else []
        found = speakers(whole, [*spans, (start, len(whole))], language)[-1]
        if found:
            return found
    return None
