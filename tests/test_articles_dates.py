from datetime import date, datetime, timedelta, timezone
from time import process_time

import pytest

from assistant.articles.dates import dated, dateline, from_url, in_order, stated_in

NOW = datetime(2026, 6, 1, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("value", "expected", "precision"),
    [
        ("2026-02-04", "2026-02-04", "day"),
        (date(2026, 2, 4), "2026-02-04", "day"),
        ("2026-02-04T23:30:00+01:00", "2026-02-04 22:30", "minute"),
        ("2026-02-04T00:00:00+09:00", "2026-02-04", "day"),
        ("2026-02-04T10:00:00", "2026-02-04 10:00", "minute"),
        ("Wed, 04 Feb 2026 10:00:00 GMT", "2026-02-04 10:00", "minute"),
        ("2026-02-04T10:00:00+01:00[Europe/Rome]", "2026-02-04 09:00", "minute"),
        ("1770199200", "2026-02-04 10:00", "minute"),
        ("1770199200000", "2026-02-04 10:00", "minute"),
        ("2026-02-04T22:06:08:684Z", "2026-02-04", "day"),
        ("2569-02-04", "2026-02-04", "day"),
        ("20260204163059", "2026-02-04 16:30", "minute"),
        ("20260204163059Z", "2026-02-04 16:30", "minute"),
        ("202602041630", "2026-02-04 16:30", "minute"),
        ("20260204000000", "2026-02-04", "day"),
        ("20260204999999", "2026-02-04", "day"),
    ],
)
def test_stated_dates_are_read_with_their_precision(value, expected, precision):
    found = dated(value, "meta", NOW)
    assert (str(found), found.precision) == (expected, precision)


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [
        ("4. veljače 2026. 16:30", "hr", "2026-02-04 16:30"),
        ("среда, 4. фебруар 2026. 16:30 часова", "sr", "2026-02-04"),
        ("5 มี.ค. 2025", "th", "2025-03-05"),
        ("5 ม.ค. 2025", "th", "2025-01-05"),
    ],
)
def test_dates_that_look_like_others_are_told_from_them(value, language, expected):
    assert str(dated(value, "meta", NOW, language)) == expected


@pytest.mark.parametrize(
    "value",
    [
        "yesterday",
        "2026",
        2026,
        None,
        "9999-99-99",
        "Feb 2026",
        "",
        "4 February",
        True,
        "2568-02-29",
    ],
)
def test_half_and_relative_dates_are_unknown(value):
    assert dated(value, "meta", NOW) is None


@pytest.mark.parametrize(
    "value",
    [
        "1970-01-01",
        date(1970, 1, 1),
        "Thu, 01 Jan 1970 00:00:00 +0000",
        "1970-01-01T01:00:00+01:00",
        "1969-12-31T19:00:00-05:00",
        "1969-12-31",
        "0000000000",
    ],
)
def test_the_moment_from_which_programs_count_is_no_date_unless_it_is_written_out(value):
    assert dated(value, "front-matter", NOW) is None
    assert dated(value, "text", NOW).at.year in {1969, 1970}


def test_an_article_may_be_of_the_day_from_which_programs_count():
    assert str(from_url("https://a.example/1970/01/01/x", NOW)) == "1970-01-01"
    assert str(dated("1970-01-02", "meta", NOW)) == "1970-01-02"


def test_a_date_well_after_the_fetch_is_dropped():
    assert dated((NOW + timedelta(days=1)).isoformat(), "meta", NOW)
    assert dated((NOW + timedelta(days=3)).isoformat(), "meta", NOW) is None


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("al Cremlino, mercoledì 4 febbraio 2026.", "it", ["2026-02-04"]),
        ("Published on 4 Feb 2026 - 12:05", "en", ["2026-02-04 12:05"]),
        ("February 4, 2026 at 3:05 p.m.", "en", ["2026-02-04 15:05"]),
        ("Stand: 04.02.2026, 14:30 Uhr", "de", ["2026-02-04 14:30"]),
        ("le 4 février 2026 à 14h30", "fr", ["2026-02-04 14:30"]),
        ("4 de febrero de 2026", "es", ["2026-02-04"]),
        ("4 февраля 2026 г.", "ru", ["2026-02-04"]),
        ("2026年2月4日 12:30", "zh", ["2026-02-04 12:30"]),
        ("2026. 2. 4.", "ko", ["2026-02-04"]),
        ("4 فبراير 2026", "ar", ["2026-02-04"]),
        ("الأربعاء 4 شباط 2026", "ar", ["2026-02-04"]),
        ("4 فبراير/ شباط 2026", "ar", ["2026-02-04"]),
        ("٤ كانون الثاني/يناير ٢٠٢٦", "ar", ["2026-01-04"]),
        ("2026. gada 4. februāris, 14:30", "lv", ["2026-02-04 14:30"]),
        ("2026 m. vasario 4 d. 14:30", "lt", ["2026-02-04 14:30"]),
        ("Thứ tư, ngày 4 tháng 2 năm 2026", "vi", ["2026-02-04"]),
        ("4 tháng 2, 2026", "vi", ["2026-02-04"]),
        ("4 Φεβρουαρίου 2026", "el", ["2026-02-04"]),
        ("4 फ़रवरी 2026", "hi", ["2026-02-04"]),
        ("4. februar 2026", "no", ["2026-02-04"]),
        ("Praha, 4. 2. 2026 16:30", "cs", ["2026-02-04 16:30"]),
        ("04.02.2026. 16:30", "hr", ["2026-02-04"]),
        ("2026. február 4., szerda", "hu", ["2026-02-04"]),
        ("4 February 2026", "ja", ["2026-02-04"]),
        ("3/4/2026", "en-US", ["2026-03-04"]),
        ("3/4/2026", "en-GB", ["2026-04-03"]),
        ("pubblicato il 04/02/26 alle 14:30", "it", ["2026-02-04 14:30"]),
        ("publié le 04/02/26", "Fr", ["2026-02-04"]),
        ("04/02/26", "en_GB", ["2026-02-04"]),
        ("04/02/26", "en", []),
        ("04/02/26", "de-DE-x-own", []),
        ("26/02/04", "zh", []),
        ("1/04/02/26", "it", []),
        ("on 4 May 2025 and on 5 May 2025", "en", ["2025-05-04", "2025-05-05"]),
        ("28.09.1912:44", "de", []),
        ("am 05.02.2026, aktualisiert am 08.03.2026", "de", ["2026-02-05", "2026-03-08"]),
        ("05.02.2026 – 08.03.2026", "de", ["2026-02-05", "2026-03-08"]),
        ("Feb. 5, 2026 at 11:30 p.m. EST", "en", ["2026-02-06 04:30"]),
        ("5. Februar 2026, 14:30 MEZ", "de", ["2026-02-05 13:30"]),
        ("5 Feb 2026 14:30 +0200 on", "en", ["2026-02-05 12:30"]),
        ("5 Feb 2026 14:30 XYZT", "en", ["2026-02-05"]),
        ("2026-02-05 2:30 PM", "en", ["2026-02-05 14:30"]),
        ("3/4/2026 or 3/3/2026 or 14/3/2026", "en", ["2026-03-03", "2026-03-14"]),
        ("3/4/2026", None, []),
        ("12 people in 2024, 4 February 2031", "en", []),
    ],
)
def test_full_dates_are_found_in_the_text_of_any_language(text, language, expected):
    assert [str(day) for day in stated_in(text, NOW, language)] == expected


def test_an_address_gives_a_date_but_the_name_of_a_file_does_not():
    assert str(from_url("https://a.example/2026/02/04/x", NOW)) == "2026-02-04"
    assert str(from_url("https://a.example/2026/2/4/x", NOW)) == "2026-02-04"
    assert from_url("https://a.example/item/20260204123456", NOW) is None
    assert from_url("https://a.example/2026/2/40/x", NOW) is None
    assert from_url("file:///saved/2026/02/04/x.txt", NOW) is None


def test_a_change_that_does_not_follow_the_publication_is_dropped():
    early, late = (dated(f"2026-02-0{n}", "meta", NOW) for n in (4, 5))
    assert in_order(early, late) == (early, late)
    assert in_order(late, early) == (late, None)
    assert in_order(early, early) == (early, None)
    assert in_order(None, late) == (None, late)


@pytest.mark.parametrize("value", ["3/4/2026", "3/4/26"])
def test_a_day_in_figures_that_may_be_another_is_unknown(value):
    assert dated(value, "meta", NOW, "en") is dated(value, "meta", NOW) is None
    assert str(dated(value, "meta", NOW, "en-GB")) == "2026-04-03"


def test_a_paragraph_of_brackets_and_days_costs_no_time():
    start = process_time()
    assert dateline("(" * 20_000 + "1.1.2020 " * 2_000) == ""
    assert process_time() - start < 2
