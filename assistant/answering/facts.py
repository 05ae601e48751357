"""How a question was understood, as short facts in the reader's language."""

from assistant.retrieve.question.understanding import Understanding

_SPEAKER = {
    "en": "words of {}",
    "it": "parole di {}",
    "fr": "propos de {}",
    "de": "Worte von {}",
    "es": "palabras de {}",
    "pt": "palavras de {}",
    "ru": "слова: {}",
    "zh": "{}的话",
}


def facts(understood: Understanding) -> tuple[str, ...]:
    """`("words of Putin",)`; nothing for what a question does not limit."""
    if not understood.speaker:
        return ()
    return (_SPEAKER.get(understood.language or "en", _SPEAKER["en"]).format(understood.speaker),)
