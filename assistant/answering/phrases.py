"""The few sentences that the assistant itself says, in the reader's language or else in English."""

from assistant.language.locales import locale_for

REFUSAL = {
    "en": "The articles do not say.",
    "it": "Gli articoli non lo dicono.",
    "fr": "Les articles ne le disent pas.",
    "de": "Die Artikel sagen dazu nichts.",
    "es": "Los artículos no lo dicen.",
    "pt": "Os artigos não o dizem.",
    "nl": "De artikelen zeggen daar niets over.",
    "pl": "Artykuły o tym nie mówią.",
    "ru": "В статьях об этом не говорится.",
    "uk": "У статтях про це не йдеться.",
    "el": "Τα άρθρα δεν το αναφέρουν.",
    "tr": "Makalelerde bu bilgi yok.",
    "ar": "المقالات لا تذكر ذلك.",
    "zh": "这些文章没有提到。",
    "ja": "記事には書かれていません。",
}

NOT_THE_ONE = {
    "en": "It was {speaker}, not {asked}, who said: {words}",
    "it": "A dirlo è {speaker}, non {asked}: {words}",
    "fr": "C'est {speaker}, et non {asked}, qui le dit : {words}",
    "de": "Das sagt {speaker}, nicht {asked}: {words}",
    "es": "Quien lo dice es {speaker}, no {asked}: {words}",
    "pt": "Quem o diz é {speaker}, não {asked}: {words}",
    "nl": "Dat zegt {speaker}, niet {asked}: {words}",
    "pl": "Mówi to {speaker}, nie {asked}: {words}",
    "ru": "Это говорит {speaker}, а не {asked}: {words}",
    "uk": "Це каже {speaker}, а не {asked}: {words}",
    "el": "Το λέει ο/η {speaker}, όχι ο/η {asked}: {words}",
    "tr": "Bunu söyleyen {asked} değil, {speaker}: {words}",
    "ar": "قائل ذلك هو {speaker} وليس {asked}: {words}",
    "zh": "说这话的是{speaker}，不是{asked}：{words}",
    "ja": "そう述べたのは{asked}ではなく{speaker}です：{words}",
}
_DISAGREEMENT = {
    "en": "The sources disagree: {} – {}.",
    "it": "Le fonti non concordano: {} – {}.",
    "fr": "Les sources divergent : {} – {}.",
    "de": "Die Quellen widersprechen sich: {} – {}.",
    "es": "Las fuentes no coinciden: {} – {}.",
    "pt": "As fontes divergem: {} – {}.",
    "nl": "De bronnen spreken elkaar tegen: {} – {}.",
    "pl": "Źródła są rozbieżne: {} – {}.",
    "ru": "Источники расходятся: {} – {}.",
    "uk": "Джерела розходяться: {} – {}.",
    "el": "Οι πηγές διαφωνούν: {} – {}.",
    "tr": "Kaynaklar çelişiyor: {} – {}.",
    "ar": "المصادر مختلفة: {} – {}.",
    "zh": "各来源说法不一：{} – {}。",
    "ja": "情報源によって異なります：{} – {}。",
}
_CORRECTION = {
    "en": "A later article corrects {} to {}.",
    "it": "Un articolo successivo corregge {} in {}.",
    "fr": "Un article ultérieur corrige {} en {}.",
    "de": "Ein späterer Artikel berichtigt {} zu {}.",
    "es": "Un artículo posterior corrige {} por {}.",
    "pt": "Um artigo posterior corrige {} para {}.",
    "nl": "Een later artikel verbetert {} in {}.",
    "pl": "Późniejszy artykuł prostuje {} na {}.",
    "ru": "Более поздняя статья исправляет {} на {}.",
    "uk": "Пізніша стаття виправляє {} на {}.",
    "el": "Νεότερο άρθρο διορθώνει {} σε {}.",
    "tr": "Daha sonraki bir makale {} bilgisini {} olarak düzeltiyor.",
    "ar": "مقال لاحق يصحح {} إلى {}.",
    "zh": "后来的报道将{}更正为{}。",
    "ja": "その後の記事で{}は{}に訂正されています。",
}

_REVISED = {
    "en": "An earlier version of the article did not say [{}].",
    "it": "Una versione precedente dell'articolo non diceva [{}].",
    "fr": "Une version antérieure de l'article ne disait pas [{}].",
    "de": "Eine frühere Fassung des Artikels enthielt [{}] nicht.",
    "es": "Una versión anterior del artículo no decía [{}].",
    "pt": "Uma versão anterior do artigo não dizia [{}].",
    "nl": "Een eerdere versie van het artikel bevatte [{}] niet.",
    "pl": "Wcześniejsza wersja artykułu nie zawierała [{}].",
    "ru": "В более ранней версии статьи не было [{}].",
    "uk": "У попередній версії статті не було [{}].",
    "el": "Προηγούμενη έκδοση του άρθρου δεν είχε το [{}].",
    "tr": "Makalenin önceki bir sürümünde [{}] yoktu.",
    "ar": "لم ترد [{}] في نسخة سابقة من المقال.",
    "zh": "该文章的早期版本没有[{}]。",
    "ja": "記事の以前の版には[{}]がありませんでした。",
}


def refusal(language: str | None) -> str:
    """That the articles do not say."""
    return _said_in(language, REFUSAL)


def not_the_one(asked: str, speaker: str, words: str, language: str | None) -> str:
    """That somebody else said it."""
    return _said_in(language, NOT_THE_ONE).format(asked=asked, speaker=speaker, words=words)


def disagreement(language: str | None, earlier: str, later: str) -> str:
    """That two sources say different things."""
    return _said_in(language, _DISAGREEMENT).format(earlier, later)


def correction(language: str | None, earlier: str, later: str) -> str:
    """That a later source corrects an earlier one."""
    return _said_in(language, _CORRECTION).format(earlier, later)


def revised(language: str | None, number: int) -> str:
    """That what a citation says is new in its article."""
    return _said_in(language, _REVISED).format(number)


def quotation(text: str, language: str | None, reader: str | None) -> str:
    """Words of an article in quotation marks, with the name of their language."""
    names = locale_for(reader).languages
    return f"«{text}» ({names.get(language or '', language or '?')})"


def _said_in(language: str | None, phrase: dict[str, str]) -> str:
    return phrase.get(language or "en", phrase["en"])
