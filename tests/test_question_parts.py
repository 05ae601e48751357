"""Several questions in one."""

import pytest

from assistant.retrieve.question.parts import parts

COMPOUND = [
    ("en", "On what dates did Finland and Sweden join NATO?",
     ("On what dates did Finland join NATO?", "On what dates did Sweden join NATO?")),
    ("en", "When did Finland and Sweden join NATO?",
     ("When did Finland join NATO?", "When did Sweden join NATO?")),
    ("en", "Did Biden or Trump win more states?",
     ("Did Biden win more states?", "Did Trump win more states?")),
    ("en", "Who is older, Messi or Ronaldo?", ("Who is older Messi?", "Who is older Ronaldo?")),
    ("en", "When did Italy leave, and who asked for it?",
     ("When did Italy leave?", "who asked for it (Italy)?")),
    ("en", "What did Putin and what did Xi say about spring?",
     ("What did Putin say about spring?", "what did Xi say about spring?")),
    ("de", "Wann begann der Streik und wer rief ihn aus?",
     ("Wann begann der Streik?", "wer rief ihn aus (Streik)?")),
    ("fr", "Qui est plus âgé, Macron ou Merz ?",
     ("Qui est plus âgé Macron?", "Qui est plus âgé Merz?")),
    ("it", "Quanto costa il pane a Roma e a Milano?",
     ("Quanto costa il pane a Roma?", "Quanto costa il pane a Milano?")),
    ("en", "Who came first and second?", ("Who came 1st?", "Who came 2nd?")),
    ("de", "Welche Länder waren das vierte und das fünfte auf dem Mond?",
     ("Welche Länder waren das 4. auf dem Mond?", "Welche Länder waren das 5. auf dem Mond?")),
    ("fr", "Quels pays ont été le quatrième et le cinquième ?",
     ("Quels pays ont été le 4ème ?", "Quels pays ont été le 5ème ?")),
    ("zh", "芬兰和瑞典什么时候加入北约？", ("芬兰什么时候加入北约？", "瑞典什么时候加入北约？")),
]  # fmt: skip


@pytest.mark.parametrize(("language", "question", "expected"), COMPOUND)
def test_a_compound_question_is_parted(language, question, expected):
    assert parts(question, language) == expected


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "How long is the border between Finland and Russia?"),
        ("en", "When did Xi and Putin speak?"),
        ("en", "What did Ushakov say about how Putin and Xi see the United States?"),
        ("it", "Cosa ha detto Ushakov su come Putin e Xi vedono gli Stati Uniti?"),
        ("es", "¿Qué día hablaron Xi y Putin?"),
        ("it", "Di cosa hanno parlato Xi e Putin?"),
        ("fr", "Quand Macron et Merz se sont-ils rencontrés ?"),
        ("de", "Worüber haben Xi und Putin gesprochen?"),
        ("zh", "中国和俄罗斯什么时候会谈？"),
        ("en", "Who won the bread and butter prize?"),
        ("en", "What did the three ministers and the two mayors want?"),
        ("de", "Wie lang ist die Grenze zwischen Finnland und Russland?"),
        ("it", "Chi ha vinto le elezioni e con quanti voti?"),
        ("fi", "Milloin Suomi ja Ruotsi liittyivät Natoon?"),
    ],
)
def test_a_single_question_stays_whole(language, question):
    assert parts(question, language) == (question,)
