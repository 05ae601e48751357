"""Words that are given to nobody, where a name nearby is not who says them."""

import time

import pytest

from assistant.language.sentences import split
from assistant.speech import speakers


def said_by(text: str, language: str) -> list[str | None]:
    return speakers(text, split(text, language), language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Carl Dorn, according to his lawyer, is innocent."),
        ("es", "Lucía Pardo, según su abogado, es inocente."),
        ("fr", "Luc Morel, selon son avocat, est innocent."),
        ("it", "Marco Neri, secondo il suo avvocato, è innocente."),
        ("de", "Jens Krogmann, laut seinem Anwalt, ist unschuldig."),
        ("pt", "Hugo Marinho, segundo seu advogado, é inocente."),
        ("ru", "Олег Мартынов, по словам его адвоката, невиновен."),
        ("en", "Carl Dorn, brother of the president, left. The president said he was sad."),
        ("it", "Marco Neri, accusato dal sindaco, è libero. Il sindaco ha detto che no."),
    ],
)
def test_an_office_behind_a_name_is_not_its_own_if_it_is_part_of_another_phrase(language, text):
    assert not any(said_by(text, language))


def test_many_names_are_read_in_time_that_grows_with_them():
    def taken(repeated: int) -> float:
        names = ["".join(chr(97 + int(d)) for d in str(i)) for i in range(1000, 1000 + repeated)]
        text = "".join(
            f"Mayor Abc{n} Def{n} left. “We are fine,” Def{n} said. He was late.\n" for n in names
        )
        start = time.process_time()
        said_by(text, "en")
        return time.process_time() - start

    taken(10)
    assert taken(800) < 16 * taken(100)
