import numpy as np
import pytest

from assistant.retrieve.query import QueryEmbedder

CHINESE_BESIDE_THE_POINT = "联合国现有一百九十三个会员国。"
ENGLISH_TO_THE_POINT = "Sweden became the 32nd member of NATO on Thursday."


@pytest.mark.parametrize("language", ["zh", None])
def test_less_what_is_typical_an_answer_is_nearer_than_the_own_language(index, language):
    asked = QueryEmbedder(index)("瑞典是北约第几个成员国？", language)
    beside, answer = index.embedder.embed_passages([CHINESE_BESIDE_THE_POINT, ENGLISH_TO_THE_POINT])
    assert asked.vector @ answer < asked.vector @ beside
    centred = asked.vector - asked.typical
    assert centred @ answer > centred @ beside


@pytest.mark.parametrize("language", [None, "eo", "xx"])
def test_a_language_without_typical_questions_takes_the_nearest(index, language):
    embedder = QueryEmbedder(index)
    typical = embedder("Who won the race?", language).typical
    assert np.array_equal(typical, embedder("Who won the race?", "en").typical)
