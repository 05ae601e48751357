"""Follow-ups that are hardly more than a name."""

import pytest

from assistant.retrieve.question.ellipsis import exchanged, is_elliptic


@pytest.mark.parametrize(
    ("language", "last", "question", "whole"),
    [
        ("en", "How many medals did Italy win?", "And France?", "How many medals did France win?"),
        ("it", "Quanto ha vinto l'Italia?", "E la Francia?", "Quanto ha vinto la Francia?"),
        ("fr", "Combien la France en a ?", "Et l'Italie ?", "Combien l'Italie en a ?"),
        ("de", "Seit wann ist Finnland dabei?", "Und Schweden?", "Seit wann ist Schweden dabei?"),
        ("es", "¿Cuántas medallas ganó Italia?", "¿Y Francia?", "¿Cuántas medallas ganó Francia?"),
        ("pt", "Quem venceu no Brasil?", "E no Japão?", "Quem venceu no Japão?"),
        ("ru", "Что сказал Путин?", "А Си Цзиньпин?", "Что сказал Си Цзиньпин?"),
        ("en", "What did Xi say of Taiwan?", "What about Putin?", "What did Putin say of Taiwan?"),
        ("en", "What did Xi say about Taiwan?", "And Japan?", "What did Xi say about Japan?"),
        ("en", "What did Xi say of Taiwan?", "And of New START?", "What did Xi say of New START?"),
    ],
)  # fmt: skip
def test_a_name_takes_the_place_of_its_like(language, last, question, whole):
    assert exchanged(question, last, language) == whole


@pytest.mark.parametrize(
    ("last", "question"),
    [
        ("Who met Xi in Beijing and Modi in Delhi?", "And Lula?"),
        ("When was the treaty signed?", "And Sweden?"),
        ("When did Finland join the alliance?", "And when did Sweden join?"),
        ("When did Finland join the alliance?", "Sweden?"),
        ("When did Finland join the alliance?", "And the others?"),
    ],
)
def test_where_it_is_not_sure_what_a_name_replaces_nothing_is_replaced(last, question):
    assert exchanged(question, last, "en") is None


@pytest.mark.parametrize(
    ("question", "language", "is_"),
    [
        ("And gravitational waves?", "en", True),
        ("E il trattato?", "it", True),
        ("And when was it signed?", "en", False),
        ("Gravitational waves?", "en", False),
        ("Andorra?", "en", False),
        ("E quando?", "it", False),
        ("そしてフランスは？", "ja", False),
    ],
)
def test_what_begins_with_and_but_asks_nothing_goes_on_from_another(question, language, is_):
    assert is_elliptic(question, language) == is_
