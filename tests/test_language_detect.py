import pytest

from assistant.language.detect import detect, detect_safely, normal_code


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What did Putin say about New START?", "en"),
        ("WHAT DID THE MINISTER SAY YESTERDAY?", "en"),
        ("Che cosa ha detto il presidente?", "it"),
        ("Was hat die Kanzlerin gestern gesagt?", "de"),
        ("Что сказал президент?", "ru"),
        ("Що сказав президент України?", "uk"),
        ("总统昨天说了什么?", "zh"),
        ("瑞典是北约第几个成员国？", "zh"),
        ("首相は何と言ったか", "ja"),
        ("ماذا قال الرئيس أمس؟", "ar"),
        ("Ποιος κέρδισε τις εκλογές;", "el"),
        ("Hva sa statsministeren om loven?", "no"),
    ],
)
def test_short_questions_are_recognised(text, language):
    assert detect(text) == language


@pytest.mark.parametrize("text", ["", "  ", "Xi", "12345", "??? --- !!!", "OK"])
def test_what_says_too_little_has_no_language(text):
    assert detect(text) is None


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en-US", "en"), ("nb-NO", "no"), ("pt_BR", "pt"), ("ZH-Hans", "zh"),
        ("", None), (None, None), ("english", None), ("x1", None),
    ],
)  # fmt: skip
def test_tags_become_codes(tag, code):
    assert normal_code(tag) == code


@pytest.mark.parametrize(
    ("text", "language"),
    [("第33届夏季奥运会8月11日在巴黎闭幕。", "zh"), ("Sì, lo farà.", None), ("闭幕。", None)],
)
def test_few_words_are_in_no_language_for_sure_in_any_script(text, language):
    assert detect_safely(text) == language
