from datetime import date
from random import Random
from time import process_time

import pytest

from assistant.errors import SourceError
from assistant.language.dates import Day, dates
from assistant.language.encodings import decoded
from assistant.language.names import has_any_name, missing_names, name_key, names
from assistant.language.numbers import numbers
from assistant.language.places import place
from assistant.language.quotes import without_false_quotes
from assistant.language.terms import fold, terms
from assistant.language.weekdays import nearest, weekdays, with_dates, with_near_days


@pytest.mark.parametrize(
    "spellings",
    [
        ("Putin", "Poutine", "Путин"),
        ("Zelensky", "Zelenskyy", "Selenskyj", "Зеленский"),
        ("Ushakov", "Ouchakov", "Uschakow", "Ушаков"),
        ("Sheinbaum", "Шейнбаум"),
        ("Biden", "Байден"),
    ],
)
def test_spellings_of_a_name_in_any_language_and_script_share_a_key(spellings):
    assert len({name_key(s) for s in spellings}) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [("Trump", "с Дональдом Трампом"), ("Zelensky", "для Зеленского"), ("Путиным", "Putin said")],
)
def test_a_declined_name_is_the_name(name, text):
    assert missing_names([name], text) == []
    assert missing_names(["Biden"], text) == ["Biden"]


def test_different_names_have_different_keys():
    people = ["Putin", "Biden", "Merz", "Trump", "Ushakov", "Starmer", "Carney", "Xi"]
    assert len({name_key(p) for p in people}) == len(people)


def test_names_are_the_capitalised_words_that_are_not_function_words():
    assert names("What did Putin say about NATO?", "en") == ["Putin", "NATO"]
    assert names("Che cosa ha detto l'Italia a Xi?", "it") == ["Italia", "Xi"]


def test_german_nouns_are_not_names_but_full_names_and_countries_are():
    text = "Wann hat Friedrich Merz die Regierung in China besucht?"
    assert names(text, "de") == ["Friedrich", "Merz", "China"]


def test_a_country_is_recognised_in_many_languages():
    assert {place(n) for n in ("Italy", "Italia", "Italie", "Италия", "意大利")} == {"IT"}
    assert place("Putin") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,550 warheads", ["1550"]),
        ("1.550 testate, il 51,9 %", ["1550", "51.9"]),
        ("1 550 ogives", ["1550"]),
        ("5,000,000 in 2026", ["5000000", "2026"]),
        ("3-6, 6-4", ["3", "6", "6", "4"]),
        ("none", []),
    ],
)
def test_numbers_lose_the_separators_of_their_language(text, expected):
    assert numbers(text) == expected


def test_terms_of_inflected_words_are_equal_and_stop_words_are_gone():
    assert terms("The treaties expire", "en") == terms("A treaty expires", "en")
    assert set(terms("la proroga dei trattati", "it")) & set(terms("prorogare il trattato", "it"))


def test_unspaced_scripts_give_bigrams():
    assert terms("新削减条约", "zh") == ["新削", "削减", "减条", "条约"]


def test_folding_removes_case_and_accents():
    assert fold("ÉLYSÉE") == "elysee"


@pytest.mark.parametrize(("weekday", "expected"), [(0, 2), (1, 3), (2, 4), (3, 5), (4, 6)])
def test_a_weekday_means_the_nearest_such_day(weekday, expected):
    wednesday = date(2026, 2, 4)
    assert nearest(wednesday, weekday) == date(2026, 2, expected)


@pytest.mark.parametrize("weekday", [5, 6])
def test_a_weekday_as_far_ahead_as_behind_is_not_guessed(weekday):
    assert nearest(date(2026, 2, 4), weekday) is None


def test_a_bare_weekday_gets_its_date_in_the_language_of_the_text():
    published = date(2026, 2, 4)
    assert with_dates("Scade giovedì.", "it", published) == "Scade giovedì (5 febbraio 2026)."
    assert with_dates("It ends on Monday.", "en", published).endswith("(February 2, 2026).")
    assert with_dates("条约星期四到期", "zh", published) == "条约星期四 (2026年2月5日)到期"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Si è chiuso oggi a Roma.", "it", "oggi (4 febbraio 2026) a Roma."),
        ("Firmato ieri sera a Roma.", "it", "ieri sera (3 febbraio 2026) a Roma."),
        ("Yesterday's vote failed.", "en", "Yesterday's (February 3, 2026) vote failed."),
        ("Aujourd'hui, il expire.", "fr", "Aujourd'hui (4 février 2026), il expire."),
        ("Он прибудет завтра.", "ru", "завтра (5 февраля 2026\u202fг.)."),
        ("普京昨天表示", "zh", "普京昨天 (2026年2月3日)表示"),
        ("«Ieri è dura», ha detto oggi.", "it", "«Ieri è dura», ha detto oggi (4 febbraio 2026)."),
        ("Heute, am 4. Februar.", "de", "Heute, am 4. Februar."),
        ("Hoy jueves 5 se firma.", "es", "Hoy jueves 5 se firma."),
        ("USA Today reported it.", "en", "USA Today reported it."),
        ("Twenty years ago today they met.", "en", "Twenty years ago today they met."),
        ("Heute vor 20 Jahren fiel sie.", "de", "Heute vor 20 Jahren fiel sie."),
        ("八十年前的今天签署", "zh", "八十年前的今天签署"),
        ("Am Morgen kam er.", "de", "Am Morgen kam er."),
    ],
)
def test_today_and_yesterday_get_their_dates_but_not_within_quotations(text, language, expected):
    assert with_near_days(text, language, date(2026, 2, 4)).endswith(expected)


def test_for_a_reader_of_another_language_the_date_is_in_his_and_in_square_brackets():
    published = date(2026, 2, 4)
    assert with_dates("Scade giovedì.", "it", published, "de") == "Scade giovedì [5. Februar 2026]."
    assert with_dates("Scade giovedì.", "it", published, "xx").endswith("[February 5, 2026].")


def test_the_date_of_a_weekday_stands_after_the_part_of_the_day_that_belongs_to_it():
    published = date(2026, 2, 4)
    call = with_dates("Wednesday's call", "en", published, "it")
    assert call == "Wednesday's [4 febbraio 2026] call"
    assert "mardi matin (3 février 2026)" in with_dates("arrêté mardi matin", "fr", published)
    assert with_dates("Closed on Mondays", "en", published) == "Closed on Mondays"


@pytest.mark.parametrize(
    ("text", "weekday", "day"), [("SALI günü", "SALI", 3), ("PAZARTESİ günü", "PAZARTESİ", 2)]
)
def test_a_turkish_weekday_in_capitals_keeps_its_i_with_or_without_a_dot(text, weekday, day):
    assert with_dates(text, "tr", date(2026, 2, 4)) == f"{weekday} ({day} Şubat 2026) günü"
    assert set(weekdays(text, "tr").values()) == {day - 2}


@pytest.mark.parametrize(
    ("text", "language"), [("Sali Berisha geldi", "tr"), ("on Frıday", "en"), ("ON FRİDAY", "en")]
)
def test_a_word_with_another_i_than_a_weekday_is_none(text, language):
    assert with_dates(text, language, date(2026, 2, 4)) == text
    assert weekdays(text, language) == {}


def test_a_full_date_or_an_unknown_publication_day_is_left_alone():
    text = "Lunedì sera, 2 febbraio, allo stadio"
    assert with_dates(text, "it", date(2026, 2, 4)) == text
    text = "mercoledì 4 febbraio 2026"
    assert with_dates(text, "it", date(2026, 2, 4)) == text
    text = "am Mittwoch, dem 4. Februar"
    assert with_dates(text, "de", date(2026, 2, 4)) == text
    assert with_dates("giovedì", "it", None) == "giovedì"
    assert with_dates("giovedì", None, date(2026, 2, 4)) == "giovedì"


def test_a_number_of_something_else_is_no_date_of_a_weekday():
    text = with_dates("Seit Mittwoch das 31. Mitglied", "de", date(2026, 2, 4))
    assert text == "Seit Mittwoch (4. Februar 2026) das 31. Mitglied"
    assert "(4. Februar 2026) um 20" in with_dates("Mittwoch um 20 Uhr", "de", date(2026, 2, 4))


def test_quotation_marks_stay_only_around_words_of_the_source():
    source = "Disse: «Ogni stagione è primavera»."
    assert without_false_quotes('He said "Ogni stagione è primavera".', source) == (
        'He said "Ogni stagione è primavera".'
    )
    assert without_false_quotes("He said “never again”.", source) == "He said never again."


def test_words_of_a_script_without_spaces_are_found_within_others():
    told = 'เขากล่าวว่า "ปิดถนน"'
    assert without_false_quotes(told, "ตำรวจสั่งปิดถนนแล้ว") == told


def test_japanese_in_bytes_of_ascii_is_read_where_it_is_declared():
    text = "<meta charset='iso-2022-jp'><p>橋は閉鎖</p>"
    assert decoded(text.encode("iso-2022-jp"), "text/html") == text
    assert decoded(b"<meta charset='iso-2022-jp'><p>red: \x1b[31m</p>").endswith("[31m</p>")


def test_bytes_at_random_are_no_text_though_few_are_zero():
    for seed in range(20):
        with pytest.raises(SourceError, match="binary"):
            decoded(Random(seed).randbytes(3000).replace(b"\0", b"x"))


def test_control_characters_that_texts_have_are_no_reason_to_refuse_one():
    copied = f"{'The bridge was closed for a year. ' * 3}\v\fIts re\x02pair is done.\r\n" * 9
    assert decoded(f"{copied}\x1e{copied}".encode()) == f"{copied}\x1e{copied}"
    korean = "<meta charset='iso-2022-kr'><p>다리 는 폐쇄</p>"
    assert decoded(korean.encode("iso2022_kr")) == korean


@pytest.mark.parametrize(
    "name", ["punycode", "unicode_escape", "raw-unicode-escape", "UTF7", "idna", "undefined"]
)
def test_what_is_no_encoding_of_pages_is_not_believed(name):
    text = f"<meta charset='{name}'><p>red: \x1b[31m, \\u0041, +AGE-, xn--caf-dma</p>-kva"
    assert decoded(text.encode()) == text


@pytest.mark.parametrize("text", ["version 1.0.26", "2026-00-05", "0月", "34.14.26"])
def test_numbers_that_are_no_month_or_no_day_are_no_date(text):
    assert dates(text) == set()


def test_of_an_impossible_day_the_month_is_left():
    assert dates("on 0 May 2026") == dates("on 32 May 2026") == {Day(2026, 5, None)}


def test_an_endless_word_in_an_old_encoding_costs_no_time():
    start = process_time()
    assert decoded(b"a" * 100_000 + b" caf\xe9").startswith("aaa")
    assert process_time() - start < 5


def test_one_name_of_several_is_enough_and_of_none_there_is_none():
    assert has_any_name(["Biden", "Putin"], "Путин сказал")
    assert not has_any_name(["Biden"], "Путин сказал")
    assert not has_any_name([], "Путин сказал")
