"""Whether a reply only repeats its question."""

import pytest

from assistant.answering.writers.repeating import only_repeats

REPEATED = [
    ("en", "Why did Marn withdraw from the treaty in 2023?", "Marn withdrew from the treaty."),
    ("en", "Why did the minister sign it?", "Because the minister was signing it."),
    ("it", "Perché Orsk ha firmato il trattato?", "Orsk ha firmato il trattato."),
    ("es", "¿Por qué rebotó la sonda al llegar?", "Porque la sonda rebotó al llegar."),
    ("fr", "Quelle part revient à Velda ?", "La part revient à Velda."),
    ("de", "Warum stimmten die Marner dem Vertrag zu?", "Die Marner stimmten dem Vertrag zu."),
    ("ru", "Почему Орск подписала договор?", "Орск подписала договор."),
    ("zh", "奥尔斯克为什么签署条约？", "奥尔斯克签署了条约。"),
    ("en", "How many came in 2023?", "2023."),
    ("en", "Why not?", ""),
]
SAYS_SOMETHING = [
    ("en", "Why did Marn withdraw from the treaty?", "Marn withdrew because of the tariffs."),
    ("en", "How many seats did Marn win?", "Marn won five seats."),
    ("en", "As of 31 May, how many members are there?", "As of 31 May there are 31 members."),
    ("en", "Was anyone killed in Velda?", "No one was killed in Velda."),
    ("it", "Chi ha firmato il trattato?", "Lena Orsk ha firmato il trattato."),
    ("fr", "Combien de voix Orsk a-t-elle obtenues ?", "Orsk a obtenu 1 200 voix."),
    ("de", "Wann tritt Marn dem Bund bei?", "Marn tritt dem Bund am 3. Juni bei."),
    ("ru", "Кто подписал договор?", "Договор подписала Лена Орск."),
    ("zh", "塔恩河大桥有多长？", "塔恩河大桥长420米。"),
    ("zh", "谁签署了条约？", "奥尔斯克签署了条约。"),
]


@pytest.mark.parametrize(("language", "question", "reply"), REPEATED)
def test_the_words_of_the_question_say_nothing(language, question, reply):
    assert only_repeats(reply, question, language)


@pytest.mark.parametrize(("language", "question", "reply"), SAYS_SOMETHING)
def test_a_word_a_number_or_a_denial_more_is_an_answer(language, question, reply):
    assert not only_repeats(reply, question, language)
