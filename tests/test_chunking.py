import pytest

from assistant.index.chunking import passages
from tests.conftest import WEDNESDAY, article

TEXT = "One two three. Four five.\n\nSix seven eight nine ten eleven. Twelve.\n\nLast one here."


def by_words(texts):
    return [len(text.split()) for text in texts]


@pytest.mark.parametrize("limit", [1, 5, 6, 7, 100])
def test_every_sentence_has_one_home_and_true_offsets(limit):
    written = article(TEXT)
    found = passages(written, by_words, limit)
    for passage in found:
        assert written.text[passage.start : passage.end] == passage.text
        for sentence in passage.sentences:
            assert written.text[sentence.start : sentence.end] == sentence.text
    sentences = [s.text for p in found for s in p.sentences]
    assert sentences == [
        "One two three.", "Four five.", "Six seven eight nine ten eleven.", "Twelve.",
        "Last one here.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("limit", "sizes"), [(1, [1, 1, 1, 1, 1]), (5, [2, 1, 2]), (7, [2, 2, 1]), (100, [5])]
)
def test_a_passage_takes_whole_sentences_up_to_the_limit(limit, sizes):
    found = passages(article(TEXT), by_words, limit)
    assert [len(p.sentences) for p in found] == sizes
    for p in found:
        assert sum(by_words(s.text for s in p.sentences)) <= limit or len(p.sentences) == 1


def test_a_passage_carries_what_filters_need_of_its_article():
    written = article(TEXT, "Numbers", "en", source="Sample Courier")
    (passage,) = passages(written, by_words, 100)
    assert (passage.article_id, passage.title) == (written.id, "Numbers")
    assert (passage.language, passage.source) == ("en", "Sample Courier")
    assert passage.published == WEDNESDAY


def test_an_undated_article_in_an_unknown_language_is_cut_all_the_same():
    found = passages(article(TEXT, language=None, published=None), by_words, 7)
    assert len(found) == 3
    assert {(p.language, p.published) for p in found} == {(None, None)}


def test_the_same_words_in_two_places_are_two_passages():
    found = passages(article("Same words here.\n\nSame words here."), by_words, 3)
    assert len({p.id for p in found}) == 2


def test_an_endless_line_is_cut_into_sentences_that_can_be_read():
    written = article("word " * 2000)
    found = passages(written, by_words, 120)
    assert len(found) > 10
    assert " ".join(s.text for p in found for s in p.sentences) == written.text.strip()


def test_the_embedder_counts_the_tokens(embedder):
    written = article(TEXT * 20)
    found = passages(written, embedder.count_tokens, 64)
    assert len(found) > 1
    assert max(embedder.count_tokens([p.text for p in found])) <= 64


def test_a_sentence_has_its_speaker():
    written = article("Yuri Ushakov met the press. They agree, Ushakov said. It rained.")
    (passage,) = passages(written, by_words, 100)
    assert [s.speaker for s in passage.sentences] == [None, "Yuri Ushakov", None]
