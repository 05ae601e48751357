"""Who said it in Chinese, where neither spaces nor capitals show a name.

A speaker stands at the beginning of a clause, with a verb of speech behind; a name is one
if an office stands before it or the article has it again.
"""

import re
from collections.abc import Sequence

from assistant.speech.quotations import MASK, Span, is_quoted, masked, quotations, spread

_OFFICE = (
    "总统|主席|总理|首相|国王|部长|外长|防长|财长|市长|省长|州长|厅长|局长|院长|校长|署长|司长|处长|会长|行长|"
    "司令|将军|秘书长|总书记|书记|议员|议长|主任|总裁|董事长|首席执行官|经理|教授|专家|学者|"
    "法官|检察官|教练|队长|先生|女士|博士|国务卿|总干事|委员|负责人|领导人|创始人"
)
_SERVANT = "助理|顾问|发言人|律师|代表|特使|大使|记者"  # of whomever stands before
_VERB = (
    "回应说|补充说|回答说|解释说|强调说|表示|指出|强调|认为|重申|宣布|介绍|透露|警告|坦言|呼吁|解释|承认|否认|写道|"
    "反驳说|反驳|回应|答道|声明|声称|宣称|批评|称|(?<![来据听可])说"
)
_ADVERB = (
    "会后|随后|当天|当日|日前|近日|昨天|昨日|今天|今日|周[一二三四五六日]|星期[一二三四五六日]|还|也|则|再次|进一步|借此|"
    "同时|公开|明确|补充"
)
# No more than three: each may hold others, and there would be no end to ways to part them.
_ABOUT = rf"(?:[向对在就于与][^，。；：]{{1,12}}?(?:{_ADVERB})*){{0,3}}"
_CLAIM = re.compile(
    rf"(?:^|(?<=[，。；：、{MASK}\s]))(?:据|正如|而|但)?(?P<who>[\u4e00-\u9fff·]{{1,20}}?)"
    rf"(?:{_ADVERB})*{_ABOUT}(?:{_VERB})(?![服明法话书])"
)
_TITLED = re.compile(
    rf"^(?P<before>.*(?:{_OFFICE}|{_SERVANT}))?(?P<name>[\u4e00-\u9fff·]+?)(?:{_OFFICE})?$"
)
_NO_PERSON = (
    "办公室|团队|阵营|方面|人士|政府|当局|部门|机构|公司|集团|委员会|办公厅|家人|妻子|丈夫|家属"
)
_NOBODY = re.compile(
    f"没有?$|未$|不$|被|据$|从未|并未|并没|(?:{_SERVANT}|{_NO_PERSON})$|"
    f"(?:{_OFFICE}).+[和与及].+(?:{_OFFICE})"
)
_PRONOUNS = {"他", "她"}


def speakers(text: str, spans: Sequence[Span]) -> list[str | None]:
    """The speaker of each sentence (start, end), or None."""
    quoted = quotations(text)
    found: list[str | None] = []
    claimed = []
    claims = [_claim(text, span, quoted) for span in spans]
    for i, span in enumerate(spans):
        who = claims[i]
        if who is None and is_quoted(span, quoted) and _has_tag(text, spans[i:], quoted):
            who = claims[i + 1]
        before = found[-1] if found else None
        goes_on = who in _PRONOUNS or (who is None and is_quoted(span, quoted))
        found.append(before if goes_on else _full(who, text) if who else None)
        claimed.append(who is not None)
    return spread(found, claimed, spans, quoted)


def _claim(text: str, span: Span, quoted: Sequence[Span]) -> str | None:
    """Who a sentence says is speaking: a name, a pronoun, "" for somebody else, or None."""
    if text[: span[1]].rstrip("”」").endswith("？"):
        return None
    found = [m["who"] for m in _CLAIM.finditer(masked(text, span, quoted))]
    return _name(found[0], text) if found else None


def _has_tag(text: str, spans: Sequence[Span], quoted: Sequence[Span]) -> bool:
    """Whether a claim alone follows the first of the sentences: `“…。”李文华说。`."""
    if len(spans) < 2 or text[spans[0][1] : spans[1][0]].strip(" ”」"):
        return False
    sentence = masked(text, spans[1], quoted).rstrip("。！")
    return any(m.start() == 0 and m.end() == len(sentence) for m in _CLAIM.finditer(sentence))


def _name(who: str, text: str) -> str:
    if who in _PRONOUNS:
        return who
    match = _TITLED.match(who)
    if _NOBODY.search(who) or match is None:
        return ""
    name = match["name"]
    sure = match["before"] or text.count(name) > 1
    fits = "·" in name or 2 <= len(name) <= 5
    return name if sure and fits and "的" not in name else ""


def bare(name: str) -> str:
    """A name without the office before or behind it."""
    match = _TITLED.match(name)
    return match["name"] if match else name


def _full(name: str, text: str) -> str:
    whole = re.findall(rf"[\u4e00-\u9fff]{{1,6}}·{re.escape(name)}", text)
    return str(whole[0]) if len(set(whole)) == 1 else name
