from random import Random

import pytest

from assistant.articles.similarity import MIN_SHARED, SKETCH_SIZE, same_text, sketch

BRIDGE = """The bridge over the Velda at Marenholt was closed on Tuesday after inspectors found \
a crack of 40 centimetres in one of its main girders, the town council said.

About 12,500 vehicles cross it every day. Buses will take the long way round through Lugmar, \
which adds 25 minutes to the journey, and the council has asked the railway to run 6 more trains \
in the morning.

"We would rather explain a closed bridge than a fallen one," the mayor, Ilse Tarn, told reporters \
beside the barrier. "Nobody drives over it until the engineers tell me in writing that it holds."

The steel was made in 1962 and was last examined 9 years ago. A repair is expected to cost 3.4 \
million crowns, a third of which the province has promised to pay. Engineers from the university \
will measure the girder for a week before they say how it can be mended.

Shopkeepers on the eastern bank fear for the summer season. The ferry that ran until the bridge \
was built is kept in a museum, and its owner said on Tuesday that it still floats."""

TALKS = """After a night of talks the dockers of Port Brenn went back to work at dawn, and the \
first of the waiting ships was unloaded before noon.

Under the agreement their pay rises by 4 percent now and by 2 percent in the spring. The port had \
lost 11 days; 23 ships lay in the roads when the strike ended, some with fruit on board.

"We would rather explain a closed bridge than a fallen one," the mayor, Ilse Tarn, told reporters \
beside the barrier. "Nobody drives over it until the engineers tell me in writing that it holds."

Her words, spoken upriver a day earlier, were on everybody's lips at the union hall, where members \
voted by show of hands and then sang. The company said that it would begin at once to make up for \
lost time and thanked the mediators, two retired judges who had asked for no fee."""

UNSPACED = {
    "zh": "马伦霍尔特市议会周二表示，检查人员在维尔达河大桥的一根主梁上发现一条四十厘米长的裂缝，"
    "大桥随即关闭。每天约有一万二千辆汽车通过这座桥。公共汽车将绕道卢格马尔，行程因此延长二十五分钟。"
    "市长对记者说，宁可解释一座关闭的桥，也不愿解释一座倒塌的桥。修理费用预计为三百四十万克朗，"
    "省政府已答应承担其中三分之一。大学的工程师将用一周时间测量主梁，然后再提出修理方案。",
    "ja": "マレンホルト市議会は火曜日、ヴェルダ川に架かる橋の主桁に長さ四十センチの亀裂が見つかった"
    "として、橋を通行止めにしたと発表した。この橋は一日におよそ一万二千台の車が通る。バスはルグマルを回る道を通り、"
    "所要時間は二十五分長くなる。市長は記者団に、倒れた橋より閉じた橋を説明するほうがよいと語った。"
    "修理費は三百四十万クローネと見込まれ、その三分の一を州が負担する。",
    "th": "สภาเมืองมาเรนโฮลต์แถลงเมื่อวันอังคารว่าได้ปิดสะพานข้ามแม่น้ำเวลดาหลังผู้ตรวจสอบพบรอยร้าวยาวสี่สิบ"
    "เซนติเมตรที่คานหลัก แต่ละวันมีรถยนต์ผ่านสะพานนี้ราวหนึ่งหมื่นสองพันคัน รถโดยสารจะอ้อมไปทางลุกมาร์"
    "ซึ่งทำให้ใช้เวลาเดินทางเพิ่มขึ้นยี่สิบห้านาที นายกเทศมนตรีบอกผู้สื่อข่าวว่ายอมอธิบายเรื่องสะพานที่ปิดดีกว่าสะพาน"
    "ที่ถล่ม ค่าซ่อมคาดว่าจะอยู่ที่สามล้านสี่แสนโครน และจังหวัดรับปากจะจ่ายหนึ่งในสาม",
}


def is_candidate(one: str, other: str) -> bool:
    return len(set(sketch(one)) & set(sketch(other))) >= MIN_SHARED


def is_found(one: str, other: str) -> bool:
    return is_candidate(one, other) and same_text(one, other)


def test_a_sketch_is_the_same_on_every_machine() -> None:
    assert len(sketch(BRIDGE)) == SKETCH_SIZE
    assert min(sketch(BRIDGE)) == -9156189910989568507


def test_hashes_fit_the_integers_of_sql() -> None:
    assert all(-(2**63) <= value < 2**63 for value in sketch(BRIDGE))


def test_a_text_too_short_to_tell_is_like_no_other() -> None:
    line = "Your feedback helps us to make the advertising in this newspaper better. Thank you!"
    assert sketch(line) == ()
    assert not same_text(line, line)


def test_a_reprint_is_found_though_cut_framed_and_set_in_other_type() -> None:
    kept = "\n".join(BRIDGE.split("\n\n")[:4])
    reset = kept.replace('"', "”").replace("12,500", "12\u202f500").replace("3.4", "3,4")
    reprint = (
        f"MODEL GAZETTE, 3 March, 18:05\nCommuters in Lugmar are in for a wait.\n{reset}\n(SPA)"
    )
    assert is_found(BRIDGE, reprint)
    assert is_found(reprint, BRIDGE)


def test_a_reprint_is_found_though_a_word_in_ten_is_edited() -> None:
    rng = Random(1)
    words = [w if w[0].isdigit() or rng.random() > 0.1 else "house" for w in BRIDGE.split()]
    assert 12 < words.count("house") < 30
    assert is_found(BRIDGE, " ".join(words))


@pytest.mark.parametrize(
    ("old", "new"),
    [("40 centimetres", "40 centimetres (16 inches)"), ("last examined 9", "examined last nine")],
)
def test_a_figure_on_one_side_alone_contradicts_nothing(old: str, new: str) -> None:
    assert is_found(BRIDGE, BRIDGE.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"), [("25 minutes", "45 minutes"), ("9 years", "12 years"), ("3.4", "5.1")]
)
def test_a_later_version_with_another_figure_is_another_text(old: str, new: str) -> None:
    assert is_candidate(BRIDGE, BRIDGE.replace(old, new))
    assert not same_text(BRIDGE, BRIDGE.replace(old, new))


def test_a_figure_that_stands_elsewhere_too_still_contradicts() -> None:
    assert not same_text(BRIDGE, BRIDGE.replace("6 more trains", "9 more trains"))


def test_reports_from_one_template_are_not_the_same() -> None:
    report = (
        "The weather service expects {} degrees in Marenholt in the afternoon and {} at night. "
        "Winds will blow from the west at {} kilometres an hour, with gusts of {} on the coast. "
        "The chance of rain is {} percent in the morning and {} percent later in the day. Pollen "
        "counts are low, and the next forecast will be issued by the service at midnight."
    )
    today, tomorrow = report.format(21, 12, 15, 40, 10, 60), report.format(18, 9, 25, 55, 70, 20)
    assert not same_text(today, tomorrow)


def test_articles_that_share_only_a_quotation_are_not_the_same() -> None:
    assert not same_text(BRIDGE, TALKS)


def test_what_an_outlet_prints_below_all_its_articles_makes_them_no_copies() -> None:
    footer = " ".join(TALKS.split()[:70])
    assert not same_text(BRIDGE[:420] + "\n" + footer, TALKS[-420:] + "\n" + footer)


def test_an_article_that_took_in_a_short_brief_is_not_a_copy_of_it() -> None:
    brief = " ".join(BRIDGE.split()[:60])
    live_page = f"{brief}\n\n{TALKS}\n\n{TALKS.replace('dockers', 'pilots')}"
    assert not same_text(brief, live_page)


def test_the_same_event_written_on_is_another_text() -> None:
    first, *_, last = BRIDGE.split("\n\n")
    assert not same_text(BRIDGE, f"{first}\n\n{TALKS}\n\n{last}")


@pytest.mark.parametrize("language", UNSPACED)
def test_copies_are_found_in_scripts_without_spaces(language: str) -> None:
    text = UNSPACED[language]
    assert is_found(text, "SPA " + text[: len(text) * 3 // 4])
    assert not any(is_candidate(text, o) for name, o in UNSPACED.items() if name != language)
