"""Prompt injection: sentences that give orders to whatever reads them, and tell nothing."""

import re

from assistant.language.terms import fold

# A machine is spoken to or of: "assistant" alone, who may be a minister's, only if spoken to.
_MACHINE = (
    r"\b(?:llms?|gpt|chatgpt|chatbots?|bots?|language models?|assisten\w+(?= ?[,:])"
    r"|assistants?(?= ?[,:])|asistentes?(?= ?[,:])|ассистент\w*(?= ?[,:])"
    r"|intelligenza artificiale|modell[oi] linguistic\w+"
    r"|intelligence artificielle|modeles? de langage|kunstliche intelligenz|sprachmodell\w*"
    r"|inteligencia artificial|modelos? de lenguaje|modelos? de linguagem"
    r"|sztuczn\w+ inteligencj\w+|modele? jezykow\w+|taalmodel\w*"
    r"|неиросет\w*|искусственн\w+ интеллект\w*|языков\w+ модел\w*)\b"
)
_ABBREVIATED = re.compile(r"\b(?:AI|A\.I\.|KI|IA|SI|ИИ)\b")
# What it is told: in the imperative after a mark, but not ", say experts,", or that it must.
_SAY = (
    r"say|tell|reply|answer|write|respond|repeat|cite|output|rispond[ia]|rispondete|di[’']|scrivi"
    r"|dis|dites|reponds|repondez|ecris|ecrivez|sage?|antworte|schreibe?"
    r"|di que|responde|escribe|diga|responda|escreva|odpowiedz|powiedz|napisz|antwoord|zeg|schrijf"
    r"|ответь\w*|скажи\w*|напиши\w*"
)
_MUST = (
    r"must|should|shall|please|devi|deve|devono|doit|doivent|dois|devez|muss|mussen|soll|sollen"
    r"|debes?|deben|devem|musi\w*|moet|moeten|долж\w*"
)
_TO_SAY = (
    r"say|tell|reply|answer|write|respond|repeat|cite|output|rispondere|dire|scrivere|repondre"
    r"|ecrire|sagen|antworten|schreiben|decir|responder|escribir|dizer|escrever|powiedziec"
    r"|odpowiedziec|zeggen|antwoorden|schrijven|сказать|ответить|написать|отвечать"
)
# What laws and ministers demand of machines is no order to the reader.
_AS_LAWS_DEMAND = (
    r"(?!(?: \w+)?(?: that)? they are\b| (?:the truth|la verita|la verite|die wahrheit|la verdad)"
    r"| konnen\b)"
)
# Its instructions are spoken of, as what was before.
_IGNORE = (
    r"ignore|disregard|forget|override|pay no attention to|ignori|ignorez|oublie|oubliez"
    r"|ignoriere|ignoriert|vergiss|vergesst|missachte|olvide|esqueca|zignoruj\w*|negeer|vergeet"
    r"|игнорируи\w*|забудь\w*|проигнорируи\w*|haz caso omiso"
)
# So begins an order; after its subject it is told of somebody: "il ministro ignora".
_HE_IGNORES = r"ignora|dimentica|olvida"
_BEGINS = r"(?:^|[^\w\s]\s*|\b(?:e|ed|y|please|ora|adesso|ahora|favore?) )"
_EARLIER = (
    r"previous|prior|above|earlier|preceding|before|your|you were|you have|precedent\w*|prima"
    r"|avant|t['’]ont|vorher\w*|vorig\w*|bisher\w*|obig\w*|anterior\w*|antes|ate aqui"
    r"|poprzedni\w*|dotychczas\w*|eerdere|предыдущ\w*|прежн\w*|ранее"
)
_RULES = (
    r"instru\w+|prompts?|rules|guidelines|everything you|istruzion\w+|regole|consignes|regles"
    r"|anweisung\w*|befehl\w*|regeln|reglas|regras|polece\w+|opdracht\w*"
    r"|инструкци\w*|указани\w*|правил\w*"
)
# It is addressed: "Dear chatbot", "if you are a language model".
_DEAR = (
    r"dear|hey|hello|attention|notes? (?:to|for)|instructions? (?:to|for)|to (?:any|every|all)"
    r"|car[oaie]|nota per|attenzione|cher|chere|note (?:pour|aux?)|a l['’]attention"
    r"|liebe[rs]?|hinweis (?:an|fur)|an (?:alle|jede\w?)|achtung|querid[oa]|nota para|atencion"
    r"|a (?:cualquier|todos? los)|atencao|prezad[oa]|внимание|уважаем\w*|uwaga|drog\w+|beste|let op"
)
_IF_YOU = (
    r"if you(?: are|['’]re) an?|se (?:sei|siete) una?|si (?:tu es|vous etes) une?|si eres una?"
    r"|se (?:voce e|fores?) uma?|если (?:ты|вы)|(?:jezeli|jesli) jestes"
)
_IF_YOU_VERB_LAST = r"(?:wenn|falls|als) (?:du|sie|je|jij|u) eine?n?"
_ORDERS = re.compile(
    rf"\b(?:{_IGNORE})\b(?=.{{0,60}}\b(?:{_EARLIER})\b).{{0,40}}(?:{_RULES})"
    rf"|{_BEGINS}(?:{_HE_IGNORES})\b(?=.{{0,60}}\b(?:{_EARLIER})\b).{{0,40}}(?:{_RULES})"
    rf"|{_BEGINS}(?:{_IGNORE}) (?:everything |all |the |this |text |content ){{1,3}}above\b"
    rf"|(?:{_MACHINE}).{{0,20}}\b(?:reads?|reading|processing|summari[sz]\w+) this\b"
    rf"|\bwhen (?:you )?(?:summari[sz]|answer)\w* .{{0,25}}, (?:{_SAY}|state|report|claim)\b"
    r"|\bfrom now on,? you .{0,15}\b(?:answer|respond|reply) (?:every|all|any|each|only|with)\b"
    r"|\b(?:reveal|print|output|show|repeat|display) (?:\w+ ){0,2}(?:system|hidden) prompt\b"
    rf"|^\W*(?:{_DEAR})\W.{{0,20}}(?:{_MACHINE})"
    rf"|\b(?:{_IF_YOU})\W.{{0,15}}(?:{_MACHINE})|如果你是.{{0,6}}模型"
    rf"|\b{_IF_YOU_VERB_LAST} .{{0,15}}(?:{_MACHINE}),? (?:bist|sind|bent)\b"
    rf"|(?:{_MACHINE}).{{0,60}}(?:[,:;–—-] ?|\bplease )(?:{_SAY})(?!\w)(?!(?: \w+){{1,4}},)"
    rf"|(?:{_MACHINE}).{{0,60}}\b(?:{_MUST})\b.{{0,25}}\b(?:{_TO_SAY})\b{_AS_LAWS_DEMAND}"
    r"|忽略.{0,6}(?:之前|以上|上述|所有|先前).{0,8}(?:指令|指示|内容.{0,6}(?:回答|输出))"
    r"|(?:人工智能|语言模型|助手).{0,12}(?:[,:，：]|必须|应|请).{0,8}(?:回答|说)"
    r"|[<‹]\|?/?(?:im_start|im_end|sentence|question|article|system)\b|\[/?inst\]|<<sys>>"
    r"|^\W*#+ ?(?:instruction|response)|\"role\" ?: ?\""
    r"|(?:^|[.?!\n]\W*)(?:assistant|system|human) ?:|\bquestion ?:.*\banswer ?:",
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
