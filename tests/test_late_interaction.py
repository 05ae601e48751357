"""A text answers a question by the tokens that are near to those of the question."""

import numpy as np
import pytest

from assistant.retrieve.late_interaction import max_sim


@pytest.fixture
def token():
    """Vectors of made-up tokens, most of which is alike, as in the embedding model's."""
    random = np.random.default_rng(0)
    return lambda n=1: (3 + random.normal(size=(n, 64))).astype(np.float32)


def test_a_text_that_has_the_tokens_asked_for_is_first_however_much_else_it_says(token):
    asked = token(4)
    texts = [token(5), np.concatenate([token(30), asked]), np.concatenate([token(2), asked[:2]])]
    best = max_sim(asked, texts)
    assert list(np.argsort(-best)) == [1, 2, 0]
    assert best[1] > 0.99


def test_one_text_alone_has_a_figure(token):
    assert np.isfinite(max_sim(token(3), [token(1)])).all()
