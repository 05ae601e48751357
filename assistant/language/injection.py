"""Prompt injection: sentences that give orders to whatever reads them, and tell nothing."""

import re

from assistant.language.terms import fold

# A machine is spoken to, or its instructions are spoken of, and it is told what to do.
_MACHINE = (
    r"\b(?:llms?|gpt|chatgpt|chatbots?|(?:ai )?assistants?|bots?|language models?"
    r"|intelligenza artificiale|modell[oi] linguistic\w+|assistenti"
    r"|intelligence artificielle|modeles? de langage"
    r"|kunstliche intelligenz|sprachmodell\w*|assistenten"
    r"|inteligencia artificial|modelos? de lenguaje|asistentes?|modelos? de linguagem"
    r"|sztuczn\w+ inteligencj\w+|taalmodel\w*"
    r"|неиросет\w*|языков\w+ модел\w*|ассистент\w*)\b|人工智能|语言模型|助手"
)
_ABBREVIATED = re.compile(r"\b(?:AI|A\.I\.|KI|IA|ИИ)\b")
_RULES = (
    r"instru\w+|system prompt|prompts?|rules|everything you|istruzion\w+|regole|consignes|regles"
    r"|anweisung\w*|befehl\w*|reglas|regras|polece\w+|opdracht\w*|инструкци\w*|указани\w*|правил\w*"
)
_IGNORE = (
    r"ignor\w*|disregard|forget|override|dimentica|oublie\w*|vergiss|vergesst|missachte"
    r"|olvida\w*|esquec\w*|zignoruj\w*|negeer|vergeet|игнорируи\w*|забудь\w*|проигнорируи\w*"
)
_SAY = (
    r"say|tell|reply|answer|write|respond|repeat|cite|must|override|di[’']|rispond\w*|scriv\w*"
    r"|dis|repond\w*|doit|doivent|cite\w*|sag|sage|sagt|antwort\w*|schreib\w*"
    r"|di|responde\w*|escrib\w*|responda\w*|diga\w*|odpowiedz\w*|powiedz\w*|antwoord\w*|zeg"
    r"|ответ\w*|скажи\w*|сказать|долж\w*|напиши\w*"
)
_ORDERS = re.compile(
    rf"\b(?:{_IGNORE})\b.{{0,40}}(?:{_RULES})|\bdo not follow\b.{{0,30}}(?:{_RULES})"
    rf"|(?:{_MACHINE}).{{0,60}}\b(?:{_SAY})\b|忽略.{{0,12}}(?:指令|指示)|(?:人工智能|助手).{{0,12}}(?:回答|说)"
    r"|[<‹]\|?/?(?:im_start|im_end|sentence|question|article|system)\b|\[/?inst\]|<<sys>>"
    r"|^\W*#+ ?(?:instruction|response)|\"role\" ?: ?\"|\b(?:assistant|system|human) ?:"
    r"|\bquestion ?:.*\banswer ?:",
    re.DOTALL,
)
_NUMBERS = re.compile(r"\s*\[\d{1,3}\]")


def gives_orders(text: str) -> bool:
    """Whether a sentence tells a reading machine what to do, or imitates what it is given.

    Such a sentence is shown, but nothing is taken from it.
    """
    return bool(_ORDERS.search(fold(_ABBREVIATED.sub("chatbot", text))))


def without_numbers(text: str) -> str:
    """A text without marks that look like citations: an article's own have no meaning here."""
    return _NUMBERS.sub("", text)
