"""A text answers a question by the tokens that are near to those of the question."""

import numpy as np
import pytest

from assistant.retrieve.late_interaction import complementing, nearest


@pytest.fixture
def token():
    """Vectors of made-up tokens, most of which is alike, as in the embedding model's."""
    random = np.random.default_rng(0)
    return lambda n=1: (3 + random.normal(size=(n, 64))).astype(np.float32)


def test_a_text_that_has_the_tokens_asked_for_is_first_however_much_else_it_says(token):
    asked = token(4)
    texts = [token(5), np.concatenate([token(30), asked]), np.concatenate([token(2), asked[:2]])]
    best = nearest(asked, texts).mean(axis=1)
    assert list(np.argsort(-best)) == [1, 2, 0]
    assert best[1] > 0.99


def test_one_text_alone_has_a_figure(token):
    assert np.isfinite(nearest(token(3), [token(1)])).all()


def test_a_text_that_adds_to_the_first_comes_before_one_that_repeats_it():
    near = np.array([[2.0, 0.0], [1.9, 0.1], [0.0, 1.5]])
    assert complementing(np.array([2.0, 1.8, 1.5]), near) == [0, 2, 1]


def test_what_adds_alike_is_ordered_by_its_score():
    assert complementing(np.array([1.0, 3.0, 2.0]), np.ones((3, 4))) == [1, 2, 0]
