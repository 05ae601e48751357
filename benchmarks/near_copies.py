"""Texts made for `benchmarks.duplicates`: reprints, updates and templated reports.

Reprints and updates are made of real articles as newsrooms make them; templated reports
and boilerplate are written here. All draw from a seeded `Random`, so that a text and a
seed always give the same result.
"""

import re
import unicodedata
from random import Random

_WORD = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]{1,2}|[^\W\d_]+")
_HAN = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=\S)|(?<=[。！？])|\n+")
_FIGURE = re.compile(r"(?<![\d.,:])\d{1,3}(?![\d:]|[.,]\d)")
_OUTLETS = ("Model Gazette", "Corriere di Prova", "Musterblatt", "Diario Ejemplo", "示例日报")
_CREDITS = (
    "By Staff and agencies | {outlet} | Photo: archive",
    "{outlet} / SPA – Redaktion, {day}.03.2026, {hour}:15 Uhr",
    "di Redazione {outlet}, {day} marzo 2026",
    "（{outlet} 3月{day}日電）",
)
_FOOTER = (
    "Model Gazette has been printed in this town since 1911 and belongs to its readers. If "
    "you know more about this story, write to the newsroom or come to the open desk on any "
    "weekday morning. Subscribers read every story without advertising, receive the weekend "
    "letter and may give five articles a month to friends. Corrections are listed on the last "
    "page. Our rules, our owners and our accounts are public, and letters are answered."
)
# '@' is the report's own place, '#' any figure; both are drawn anew for each report.
TEMPLATES = {
    "weather, English": "The weather service expects a dry start to the day in @, with a high of "
    "# degrees in the afternoon and a low of # degrees at night. Winds will blow from the west at "
    "# kilometres an hour, with gusts of up to # on the coast. The chance of rain is # percent in "
    "the morning and # percent after 6 p.m. Tomorrow will be cloudier, with a high of # degrees "
    "and # millimetres of rain. Pollen counts in @ stand at # and the air quality index at #. The "
    "sun rises at 6:# and sets at 18:#. The next forecast will be issued at midnight.",
    "shares, English": "Shares of @ Industries closed # percent higher on Tuesday in trading that "
    "left the wider market # points up. The stock ended the day at $#.#, after an opening price "
    "of $#.#, and # million shares changed hands, against a 50-day average of # million. The "
    "company has gained # percent since January and is # percent below its 52-week high. Analysts "
    "polled by a data provider expect earnings of $#.# per share on revenue of $# million, and "
    "# of # analysts rate the stock a buy. This report was generated from exchange data.",
    "match, German": "Der SV @ hat am Samstag mit #:# gegen den FC # gewonnen. Vor # Zuschauern "
    "ging die Heimmannschaft in der #. Minute in Führung und lag zur Pause mit #:# vorn. Nach dem "
    "Seitenwechsel fiel in der #. Minute der Ausgleich, ehe in der #. Minute die Entscheidung "
    "gelang. Der SV @ steht nun mit # Punkten auf Platz # der Tabelle, der Gegner bleibt mit # "
    "Punkten auf Platz #. Die Statistik weist # zu # Torschüsse und # Prozent Ballbesitz aus. Am "
    "nächsten Spieltag geht es um #:30 Uhr auswärts weiter.",
    "earthquake, Italian": "Una scossa di terremoto di magnitudo 3.# è stata registrata alle ore "
    "#:# nella zona di @. Secondo i rilevamenti dell'istituto di geofisica il sisma ha avuto "
    "ipocentro a una profondità di # chilometri ed epicentro a # chilometri dal centro abitato. La "
    "scossa è stata avvertita dalla popolazione in # comuni, ma al momento non si segnalano danni "
    "a persone o cose. Ai vigili del fuoco sono arrivate # telefonate. Nelle ultime 24 ore a @ "
    "sono state contate # repliche, la più forte di magnitudo 2.#.",
    "lottery, Spanish": "El sorteo celebrado este sábado en @ ha dejado la combinación ganadora "
    "formada por los números #, #, #, #, # y #. El complementario ha sido el # y el reintegro el "
    "#. En el sorteo se han vendido # mil boletos y la recaudación ha alcanzado los # millones de "
    "euros. Ha habido # acertantes de primera categoría, que cobrarán # mil euros cada uno, y # de "
    "segunda categoría. El bote para el próximo sorteo será de # millones de euros. Los premios "
    "caducan a los tres meses, contados a partir del día siguiente al de la celebración.",
    "weather, Chinese": "据气象台预报，@今天白天晴间多云，最高气温#度，夜间最低气温#度，西北风#级，"
    "阵风可达#级。降水概率上午为百分之#，傍晚以后为百分之#。明天云量增多，最高气温#度，预计降水量"
    "#毫米。空气质量指数为#，首要污染物为细颗粒物。日出时间为6时#分，日落时间为18时#分。气象部门"
    "提醒市民注意昼夜温差，及时增减衣物，外出时注意交通安全。下一次预报将于今晚零时发布。",
    "earthquake, Japanese": "気象庁によりますと、#日午前#時#分ごろ、@で震度#を観測する地震があり"
    "ました。震源の深さは#キロ、地震の規模を示すマグニチュードは4.#と推定されています。この地震による"
    "津波の心配はありません。消防によりますと、これまでに#件の通報があり、けが人は#人、住宅の被害は"
    "#棟です。鉄道は#分間にわたって運転を見合わせました。気象庁は今後一週間程度、同じ程度の揺れに"
    "注意するよう呼びかけています。",
}
_PLACES = ("Marenholt", "Sarnova", "Port Brenn", "Velda", "Kestria", "Lugmar", "Ostrava Nova")
_HAN_PLACES = ("明川市", "東原", "清河区", "南浜町", "白石", "長岡", "青田")


def is_unspaced(text: str) -> bool:
    """Whether a text is mostly in a script that does not separate words."""
    return len(_HAN.findall(text)) > 0.3 * len(text)


def reprint(text: str, kept: float, edited: float, other: str, rng: Random) -> str:
    """A text as another masthead prints it.

    `kept` is the share of its sentences that are left, `edited` that of its words that are
    changed; the opening of the text `other` becomes a local first sentence.
    """
    sentences = [s for s in _SENTENCE_END.split(text) if s and s.strip()]
    body = "\n\n".join(sentences[: max(1, round(len(sentences) * kept))])
    first = " ".join(other.split()[:25])
    first = first[: 60 if _HAN.search(first) else 160]
    credit = rng.choice(_CREDITS).format(
        outlet=rng.choice(_OUTLETS), day=rng.randint(1, 30), hour=rng.randint(10, 23)
    )
    return f"{credit}\n\n{first}.\n\n{_edited(in_other_type(body, rng), edited, rng)}"


def in_other_type(text: str, rng: Random) -> str:
    """The text in another house's typography: quotes, dashes, spaces, figures, Unicode form."""
    opening, closing = rng.choice(("“”", "«»", "„“", '""'))
    text = re.sub(r"[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]", rf"{opening}\1{closing}", text)
    text = text.translate({ord("’"): "'", ord("–"): "—", ord("…"): "..."})
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", rng.choice((",", ".", "\u202f")), text)
    if rng.random() < 0.5:
        text = text.replace("'", "’").replace(" ", "\u00a0", 20)
    return unicodedata.normalize(rng.choice(("NFC", "NFD", "NFKC")), text)


def _edited(text: str, share: float, rng: Random) -> str:
    """A share of the words replaced, left out or followed by another; names only left out."""
    found = list(_WORD.finditer(text))
    plain = [match.group() for match in found if not match.group()[0].isupper()]
    for match in sorted(rng.sample(found, round(len(found) * share)), key=lambda m: -m.start()):
        word = match.group()
        space = "" if _HAN.match(word) else " "
        options = ["", rng.choice(plain), f"{word}{space}{rng.choice(plain)}"] if plain else [""]
        change = "" if word[0].isupper() else rng.choice(options)
        text = text[: match.start()] + change + text[match.end() :]
    return text


def update(text: str, rng: Random) -> str | None:
    """A later version: two of its figures have grown, wherever they stand; None if it has none."""
    figures = sorted({match.group() for match in _FIGURE.finditer(text)})
    if len(figures) < 2:
        return None
    grown = {figure: str(int(figure) + rng.randint(1, 9)) for figure in rng.sample(figures, 2)}
    return _FIGURE.sub(lambda match: grown.get(match.group(), match.group()), text)


def templated(template: str, rng: Random) -> str:
    """One report made from a template."""
    text = template.replace("@", rng.choice(_HAN_PLACES if _HAN.search(template) else _PLACES))
    return re.sub("#", lambda _: str(rng.randint(2, 99)), text)


def with_footer(text: str, words: int) -> str:
    """The beginning of a text, above what the outlet prints below every article."""
    return " ".join(text.split()[:words]) + "\n\n" + _FOOTER
