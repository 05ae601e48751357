"""What an answer says only to deny it is not said, and what only looks like a key point is none."""

import pytest

from assistant.errors import QuestionError
from assistant.evaluation.grading.keypoints import said
from assistant.evaluation.grading.meaning import Known
from assistant.evaluation.questions import read_questions


@pytest.mark.parametrize(
    ("wording", "text", "language"),
    [
        ("Mitchell", "Not George Mitchell but Bill Clinton.", "en"),
        ("Ushakov", "Ne ha parlato Lavrov, non Ushakov.", "it"),
        ("Путин", "Das war nicht Putin, sondern Xi.", "ru"),
        ("120", "Nicht 120, sondern 208 Sitze.", "de"),
        ("120", "208 Sitze, nicht 120.", "de"),
        ("14 September 2015", "Not on 14 September 2015 but on 11 February 2016.", "en"),
        ("21 novembre", "Pas le 21 novembre mais le 14 décembre 1995.", "fr"),
        ("Merz", "Merz will not travel to Beijing; Macron will.", "en"),
        ("Brusk", "Brusk hat das nicht vorgeschlagen, sondern Erlik.", "de"),
    ],
)
def test_a_name_number_or_date_that_is_denied_is_not_said(wording, text, language):
    assert said([wording], text, language) is None


@pytest.mark.parametrize(
    ("wording", "text", "language"),
    [
        ("Macron", "Merz will not travel to Beijing; Macron will.", "en"),
        ("Clinton", "Not George Mitchell but Bill Clinton.", "en"),
        ("Merz", "Not only Merz will travel.", "en"),
        ("Merz", "Merz, not Macron, will travel.", "en"),
        ("208", "Nicht 120, sondern 208 Sitze.", "de"),
        ("120", "120, nicht 208 Sitze.", "de"),
        ("5 February", "It does not expire until 5 February 2026.", "en"),
        ("60", "Der Schuldenstand darf in der Regel nicht 60 Prozent übersteigen.", "de"),
    ],
)
def test_what_another_is_denied_for_is_said(wording, text, language):
    assert said([wording], text, language)


def test_a_name_that_was_asked_for_with_a_denial_is_said_with_it():
    asked = Known("Which countries never joined?", [])
    assert said(["Israel"], "Israel has never joined.", "en", asked)
    assert said(["Israel"], "Israel has never joined.", "en", Known("Who joined?", [])) is None


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("промышленной революцией", "Он сравнил это с промышленной аварией."),
        ("не был ратифицирован", "Сенат одобрил договор, он был ратифицирован в 1979 году."),
    ],
)
def test_words_without_a_capital_are_no_names_where_the_script_has_them(wording, text):
    assert said([wording], text, "ru") is None


@pytest.mark.parametrize(
    ("wording", "text", "language"),
    [
        ("5", "La votación se celebró el 5 de febrero y España ganó ocho escaños.", "es"),
        ("31", "As of 31 December 2023, NATO had 30 members.", "en"),
        ("6 crowns", "It opened on 6 March; a ticket costs nine crowns.", "en"),
    ],
)
def test_a_day_of_a_date_is_not_a_small_number(wording, text, language):
    from assistant.evaluation.grading.sentences import in_digits_by_sentence

    assert said([wording], in_digits_by_sentence(text, language), language) is None


def test_a_number_beside_a_date_with_the_same_day_is_said():
    assert said(["31"], "As of 31 December 2023, NATO had 31 members.", "en")


@pytest.mark.parametrize(
    ("wording", "text", "language", "found"),
    [
        ("offen", "Er ist offenbar dafür.", "de", False),
        ("none", "Nonetheless, such a country would pay.", "en", False),
        ("suspen*", "Moscou a suspendu le traité.", "en", True),
        ("прискорбн*", "Он назвал это прискорбным.", "ru", True),
        ("背面", "它在月球背面软着陆。", "zh", True),
    ],
)
def test_a_wording_is_of_whole_words_unless_it_is_marked_as_a_beginning(
    wording, text, language, found
):
    assert bool(said([wording], text, language)) is found


def test_a_wording_without_letters_or_digits_would_be_found_everywhere(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_text(
        '{"id": "x", "text": "Who?", "language": "en", "kind": "fact", "answers": [["?"]]}'
    )
    with pytest.raises(QuestionError, match=r"set\.jsonl:1: answers.*letter or digit"):
        read_questions(path)
