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


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Police investigating Carl Dorn said he was a suspect."),
        ("en", "A man claiming to know Carl Dorn said he was ill."),
        ("en", "Doctors treating Carl Dorn said he was stable."),
        ("en", "The man who shot Carl Dorn told police he was innocent."),
        ("en", "The lawyer who represents Carl Dorn said he was innocent."),
        ("it", "I medici che curano Marco Neri hanno detto che sta bene."),
        ("fr", "L'avocat qui défend Luc Morel a déclaré que non."),
        ("fr", "La femme accusant Luc Morel a dit que non."),
        ("es", "El partido que lidera Hugo Marín dijo que hay cortes."),
        ("pt", "O advogado que defende Hugo Marinho disse que não."),
    ],
)
def test_a_name_that_is_an_object_within_the_subject_does_not_speak(language, text):
    assert said_by(text, language) == [None]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "“He is guilty,” said the judge who convicted Carl Dorn."),
        ("en", "“He is guilty,” said the lawyer representing Carl Dorn."),
        ("en", "According to the judge who convicted Carl Dorn, he is guilty."),
        ("en", "The president thanked Carl Dorn and said the war was over."),
        ("de", "Der Minister empfing Jens Krogmann und sagte, es sei vorbei."),
        ("it", "«È finita», ha detto il presidente ricevendo Giulia Riva."),
        ("it", "«È colpevole», ha detto il giudice che ha condannato Marco Neri."),
        ("fr", "« Il est coupable », a dit le juge qui a condamné Luc Morel."),
    ],
)
def test_whom_the_holder_of_an_office_deals_with_does_not_speak(language, text):
    assert said_by(text, language) == [None]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Carl Dorn, accused of killing the mayor, left."),
        ("de", "Antje Bohls, sagte ihr Anwalt, sei krank."),
        ("it", "Marco Neri, dicono i suoi collaboratori, è stanco."),
    ],
)
def test_a_comma_parts_no_subject_from_its_verb(language, text):
    assert said_by(text, language) == [None]


@pytest.mark.parametrize(
    "text",
    [
        "“We lost everything,” said Anna Weiss. “Help is on the way,” the mayor said.",
        "Prosecutor Anna Weiss said he was guilty. The judge said the evidence was weak.",
        "The president, Anna Weiss, said so. The vice president said it went well.",
        "Vice President Anna Weiss said so. The president said it went well.",
        "Anna Weiss, an adviser of Peter Hall, said so. Hall’s lawyer said he was ill.",
        "Mayor Anna Weiss said so. The head of the union said it did not.",
    ],
)
def test_an_office_is_not_that_of_the_last_speaker_who_has_another_or_none(text):
    assert said_by(text, "en") == ["Anna Weiss", None]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Hugo Marín dijo que sí. En un comunicado, la policía dijo que miente."),
        ("es", "Hugo Marín dijo que sí. Ayer la empresa dijo que no los hay."),
        ("es", "Hugo Marín dijo que sí. Desde la oposición dijeron que no."),
        ("it", "Hugo Marín ha detto che sì. Nel pomeriggio i vigili hanno detto che no."),
        ("it", "Hugo Marín ha detto che sì. In una nota la polizia ha detto che mente."),
        ("it", "Hugo Marín ha detto che sì. In Procura hanno detto che no."),
        ("pt", "Hugo Marín disse que sim. A polícia disse que não há."),
        ("pt", "Hugo Marín disse que sim. Ontem, a empresa disse que não há."),
    ],
)
def test_a_subject_behind_an_adverbial_is_not_the_last_speaker(language, text):
    assert said_by(text, language) == ["Hugo Marín", None]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Carl Dorn and Eva Brandt said the war was over."),
        ("es", "Hugo Marín y Lucía Pardo dijeron que hay cortes."),
        ("de", "Jens Krogmann und Antje Bohls sagten, das Schiff sei alt."),
        ("fr", "Luc Morel et Anne Petit ont dit que non."),
        ("ru", "Олег Мартынов и Анна Белова заявили, что лёд растаял."),
    ],
)
def test_of_several_who_speak_none_does_alone(language, text):
    assert said_by(text, language) == [None]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Carl Dorn said Amy Hart was ill. She said she was well."),
        ("en", "Carl Dorn accused Peter Hall of lying. He rejected the charge."),
        ("de", "Carl Dorn sagte, Antje Bohls lüge. Sie sagte, das sei falsch."),
        ("fr", "Carl Dorn a dit qu'Anne Petit mentait. Elle a dit que non."),
        ("it", "Carl Dorn ha detto che Giulia Riva è malata. Lei ha detto che non lo è."),
    ],
)
def test_a_pronoun_may_mean_whom_the_last_sentence_names_besides_its_speaker(language, text):
    assert said_by(text, language) == ["Carl Dorn", None]


def test_a_pronoun_behind_a_quotation_is_the_last_speaker():
    text = "Mr Carl Dorn told Amy Hart that it was over. “It is over,” he told her."
    assert said_by(text, "en") == ["Carl Dorn"] * 2


@pytest.mark.parametrize(
    ("language", "text", "second"),
    [
        ("en", "“We go,” Eva Brandt said. “Stop it!” Carl Dorn shouted.", None),
        ("en", "“We go,” Eva Brandt said. “Will you stop?” Carl Dorn said.", "Carl Dorn"),
        ("zh", "市长李文华说，桥很好。“桥坏了。”部长王小明说。", "王小明"),
        ("zh", "市长李文华说，桥很好。“桥坏了吗？”部长王小明反驳说。", "王小明"),
    ],
)
def test_a_quotation_is_not_the_last_speakers_if_the_next_sentence_tells_its_own(
    language, text, second
):
    assert said_by(text, language)[1] == second


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Abogado de Hugo Marín dijo que está enfermo."),
        ("it", "Avvocati di Marco Neri dicono che è malato."),
        ("de", "Laut dem Anwalt von Jens Krogmann ist er unschuldig."),
        ("de", "Sprecherin von Jens Krogmann sagte, er sei krank."),
        ("de", "Die Frau, die Jens Krogmann beschuldigt, sagte, sie habe Angst."),
        ("ru", "Пресс-секретарь Макрона сказал, что ждёт."),
        ("ru", "По словам адвоката Макрона, он ждёт."),
        ("ru", "По словам помощника Олега Мартынова, он болен."),
        ("ru", "Советник Ким Чен Ына сказал, что да."),
        ("ru", "Жена Зеленского сказала, что ждёт."),
    ],
)
def test_whose_servant_or_kin_speaks_does_not_speak(language, text):
    assert said_by(text, language) == [None]


@pytest.mark.parametrize(
    "text",
    [
        "俄罗斯总统普京办公室表示，他很好。",
        "美国总统特朗普团队表示，他很好。",
        "美国总统特朗普被批评说谎。",
        "俄罗斯总统普京和美国总统特朗普说，战争结束了。",
        "知情人士说，普京很健康。知情人士透露，特朗普将访华。",
    ],
)
def test_whoever_speaks_for_somebody_or_of_him_is_not_he_in_chinese(text):
    assert not any(said_by(text, "zh"))


def test_an_office_that_something_belongs_to_does_not_speak():
    text = "Prosecutor Amy Hart left. The prosecutor’s office said it was closed."
    assert said_by(text, "en") == [None, None]


def test_a_place_is_not_whoever_has_its_name_as_a_first_name():
    text = "Israel Katz visited the base. On Friday, Israel said it would respond."
    assert said_by(text, "en") == [None, "Israel"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Anwohner klagen, das Schiff sei zu laut.",
        "Es hieß, es sei neu.",
        "Die Opposition wirft ihm vor, er habe gelogen.",
        "Was das bedeute, ist unklar.",
    ],
)
def test_only_a_main_clause_in_the_subjunctive_goes_on_with_what_was_said(sentence):
    assert said_by(f"Antje Bohls sagte, sie gehe. {sentence}", "de") == ["Antje Bohls", None]


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
    few, many = (min(taken(n) for _ in range(3)) for n in (100, 800))
    assert many < 16 * few


def test_a_row_of_prepositions_takes_no_time():
    start = time.process_time()
    assert not any(said_by(f"他们{'在' * 200}。", "zh"))
    assert time.process_time() - start < 2
