import pytest

from assistant.language.sentences import LONGEST, split


def sentences(text: str, language: str | None = "en") -> list[str]:
    return [text[start:end] for start, end in split(text, language)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Mr. Smith met Dr. Jones at 5 p.m. on Monday.", "It rose 3.5 %."]),
        ("en", ["J. K. Rowling wrote it.", "He moved to the U.S.", "Who?", "Me!"]),
        ("en", ["In the U.S. capital.", '"I will go. You stay," he said.', "They left."]),
        ("en", ["He spoke.", '"The storm is near," she wrote.', '"Stay at home," he said.']),
        ("de", ["Am 5. Februar kam er.", "Die 3. Auflage, z. B. hier.", "Am 3.", "Dann nie."]),
        ("de", ["Im 19. Jahrhundert war das so.", "„Wer ist das?“, fragte Dr. Meier."]),
        ("it", ["Arrivò nel 44 d.C.", "Poi partì.", "L'on. Bianchi tacque nel 12 a.C. e oltre."]),
        ("it", ['"Ogni stagione è primavera. Sempre", ha dichiarato Putin.', "Poi basta."]),
        ("fr", ["M. Dupont a dit « Oui. Non. »", "« Pourquoi ? » demande-t-il.", "J.-C. est né."]),
        ("ru", ["В 2024 г. он уехал.", "«Кто это?» — спросил А. С. Пушкин.", "Он ушёл."]),
        ("el", ["Ποιος κέρδισε;", "Ο κ. Παπάς."]),
        ("hi", ["यह पहला वाक्य है।", "क्या यह सच है?"]),
        ("ar", ["هل ذهب؟", "نعم.", "لقد ذهب أمس."]),
        ("no", ["Han kom den 5. februar.", "Det gjelder f.eks. dette."]),
        (None, ["Hello there.", "Bye."]),
        ("xx", ["Hello there.", "Bye."]),
    ],
)  # fmt: skip
def test_sentences_are_found_whole(language, expected):
    assert sentences(" ".join(expected), language) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh", ["习近平说：“我们合作。我们共赢。”", "他离开了。", "你好吗？"]),
        ("zh", ["嫦娥四号没有返回。", "2020年12月取回了1731克样品。", "重1935.3克。"]),
        ("ja", ["「行きます。待って」と彼は言った。", "次の文です。"]),
    ],
)
def test_scripts_without_spaces_are_split(language, expected):
    assert sentences("".join(expected), language) == expected


def test_a_sentence_never_crosses_a_line_break():
    assert sentences("A heading\n\nA paragraph without end\nAnother. ") == [
        "A heading",
        "A paragraph without end",
        "Another.",
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("La sentenza n. 45 del 2024 ha annullato la legge n. 104.", "it"),
        ("Le gouvernement a utilisé l'art. 49.3 pour adopter le budget.", "fr"),
        ("Il est né le 5 janv. 1950.", "fr"),
        ("It cost approx. 20 million dollars.", "en"),
        ("Ок. 300 человек погибли.", "ru"),
        ("O min. Alexandre de Moraes votou.", "pt"),
        ("Angela Merkel, geb. Kasner, sprach.", "de"),
        ("Le Pr. Raoult était là.", "fr"),
    ],
)
def test_an_abbreviation_before_a_number_or_name_ends_no_sentence(text, language):
    assert sentences(text, language) == [text]


def test_the_same_letters_may_end_a_sentence():
    assert len(sentences("It is good PR. The minister said so.")) == 2
    assert len(sentences("It lasted 5 min. The end came.")) == 2


def test_spans_have_no_white_space_around_and_cover_every_word():
    text = '  One.  Two 🙂 three?\n\n "Four." Five "six. '
    spans = split(text, "en")
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_a_very_long_sentence_is_cut_at_clauses():
    text = ", ".join(f"clause number {i} of this endless sentence" for i in range(60)) + "."
    pieces = sentences(text)
    assert all(len(piece) <= LONGEST for piece in pieces)
    assert all(piece.endswith((",", ".")) for piece in pieces)
    assert " ".join(pieces) == text


def test_a_long_run_without_any_space_is_still_cut():
    pieces = sentences("x" * (2 * LONGEST + 1))
    assert "".join(pieces) == "x" * (2 * LONGEST + 1)
    assert max(map(len, pieces)) <= LONGEST


@pytest.mark.parametrize("text", ["", " \n\n ", "\n"])
def test_nothing_has_no_sentences(text):
    assert split(text, "en") == []
