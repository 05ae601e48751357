import os
import subprocess
import sys

import numpy as np
import pytest

from assistant.errors import ModelUnavailable
from assistant.index.embedding import titled
from assistant.index.index import Index
from assistant.index.models import CrossEncoderModel, open_embedder
from assistant.settings import Settings
from assistant.types import Passage, Sentence
from assistant.weights import convert
from assistant.weights.e5 import E5
from benchmarks.float32 import write_float32
from tests.tiny_e5 import write_tiny_e5

TEXTS = ["the cat sleeps.", "the dog barks.", "moon", ""]


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """The same tiny weights behind both implementations."""
    cache = tmp_path_factory.mktemp("cache")
    (float32 := cache / "multilingual-e5-small").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(convert, "EMBEDDING", write_tiny_e5(cache))
        write_float32(E5(cache / "tiny.bin"), float32)
        return {
            "embedded": open_embedder(Settings(cache_dir=cache, threads=2)),
            "sentence-transformers": open_embedder(Settings(embedding_model=str(float32))),
        }


@pytest.fixture(params=["embedded", "sentence-transformers"])
def embedder(request, opened):
    return opened[request.param]


def test_vectors_have_unit_length_and_the_right_shape(embedder):
    vectors = embedder.embed_passages(TEXTS)
    assert vectors.shape == (4, 64) == (len(TEXTS), embedder.dimensions)
    assert vectors.dtype == embedder.embed_query("moon").dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    assert embedder.embed_passages([]).shape == (0, 64)


def test_a_vector_is_the_mean_of_its_tokens(embedder):
    asked, (text,) = embedder.token_vectors("moon", ["the cat sleeps"])
    for tokens, vector in (
        (asked, embedder.embed_query("moon")),
        (text, embedder.embed_passages(["the cat sleeps"])[0]),
    ):
        mean = tokens.mean(axis=0)
        assert mean / np.linalg.norm(mean) == pytest.approx(vector, abs=1e-5)


def test_a_vector_depends_on_its_text_alone(embedder):
    together = embedder.embed_passages(TEXTS)
    alone = np.concatenate([embedder.embed_passages([t]) for t in TEXTS])
    assert np.abs(together - alone).max() < 1e-5


def test_a_question_is_told_from_a_passage(embedder):
    as_passage = embedder.embed_passages(["the cat"])[0]
    assert not np.allclose(embedder.embed_query("the cat"), as_passage, atol=1e-3)


def test_a_passage_and_each_of_its_sentences_are_read_with_the_title(embedder):
    first, second = "the cat sleeps.", "the dog barks."
    sentences = (
        Sentence(start=100, end=115, text=first),
        Sentence(start=116, end=130, text=second),
    )
    fields = {"article_id": "a", "title": "moon", "start": 100, "end": 130}
    whole = Passage(text=f"{first} {second}", sentences=sentences, **fields)
    lone = Passage(text=first, sentences=sentences[:1], **fields)
    vectors, of_sentences = embedder.embed([whole, lone])
    assert vectors.shape == (2, 64)
    assert [m.shape for m in of_sentences] == [(2, 64), (1, 64)]
    alone = embedder.embed_passages([f"moon. {first}", f"moon. {second}"])
    assert of_sentences[0] == pytest.approx(alone, abs=1e-5)
    assert vectors[1] == pytest.approx(alone[0], abs=1e-5)


def test_a_text_beyond_the_limit_is_cut_off(embedder):
    # Every token but the closing one is the same whatever follows.
    limit = "cat " * embedder.max_tokens
    longer = embedder.embed_passages([limit, limit + "moon dog"])
    assert longer[0] == pytest.approx(longer[1], abs=1e-5)


@pytest.mark.parametrize(
    ("title", "text", "read"),
    [
        ("Il trattato", "Putin tace.", "Il trattato. Putin tace."),
        ("Putin tace.", "Putin tace. Anche Xi.", "Putin tace. Anche Xi."),
        ("Putin tace e…", "Putin tace e Xi parla.", "Putin tace e Xi parla."),
        ("", "Putin tace.", "Putin tace."),
    ],
)
def test_a_title_that_the_text_begins_with_is_not_read_twice(title, text, read):
    assert titled(title, text) == read


def test_tokens_are_counted_without_limit_or_marks(embedder):
    assert embedder.count_tokens(["the cat sleeps.", "", "cat " * 600]) == [4, 0, 601]
    assert embedder.count_tokens([]) == []


def test_eight_bits_agree_with_float32(opened):
    pair = [e.embed_passages(TEXTS) for e in opened.values()]
    assert (pair[0] * pair[1]).sum(axis=1).mean() > 0.98


def test_fingerprints_name_the_model_and_tell_arithmetics_apart(opened):
    prints = [e.fingerprint for e in opened.values()]
    assert len(set(prints)) == 2
    assert all(p.startswith("multilingual-e5-small/") for p in prints)


def test_llama_index_gets_the_same_vectors(opened):
    embedder = opened["embedded"]
    adapter = embedder.as_llama_index()
    assert adapter.get_query_embedding("moon") == pytest.approx(embedder.embed_query("moon"))
    batch = adapter.get_text_embedding_batch(["the cat", "the dog"])
    assert np.array(batch) == pytest.approx(embedder.embed_passages(["the cat", "the dog"]))


def test_an_unknown_model_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelUnavailable, match="no-such-model"):
        open_embedder(Settings(embedding_model=str(tmp_path / "no-such-model")))


def test_an_unknown_cross_encoder_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelUnavailable, match="no-such-model"):
        CrossEncoderModel(str(tmp_path / "no-such-model"))


@pytest.mark.parametrize("package", ["onnx", "onnxruntime"])
def test_a_package_that_is_missing_is_said_before_anything_is_fetched(
    monkeypatch, tmp_path, package
):
    fetched = []
    monkeypatch.setattr(convert, "ensure", lambda *what: fetched.append(what))
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ModelUnavailable, match=r"pip install 'news-assistant\[local\]'"):
        open_embedder(Settings(cache_dir=tmp_path))
    assert fetched == []


def test_the_embedded_model_loads_without_torch(opened):
    code = (
        "import sys\nfrom pathlib import Path\nfrom assistant.index.models import EmbeddedE5\n"
        f"EmbeddedE5(Path({str(opened['embedded']._folder)!r})).embed_query('moon')\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'llama_index', 'onnx'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "[]\n")


def test_the_client_of_the_model_hub_reports_to_nobody():
    kept = {name: v for name, v in os.environ.items() if "TELEMETRY" not in name}
    program = (
        "import assistant.ui.page\nfrom huggingface_hub import constants\n"
        "assert constants.HF_HUB_DISABLE_TELEMETRY"
    )
    subprocess.run([sys.executable, "-c", program], env=kept, check=True)


def test_the_runtime_of_the_embedded_model_reports_to_nobody(tmp_path):
    # It is silent by itself where one of these is set.
    told = ("CI", "GITHUB_ACTIONS", "ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS")
    kept = {name: value for name, value in os.environ.items() if name not in told}
    program = "import assistant.index.models, onnxruntime"
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    subprocess.run([sys.executable, "-c", program], env=kept | home, check=True)
    assert not list(tmp_path.rglob("*onnxruntime*"))


def test_a_cross_encoder_judges_each_text_by_itself(tmp_path):
    write_tiny_e5(tmp_path)
    (folder := tmp_path / "judge").mkdir()
    write_float32(E5(tmp_path / "tiny.bin"), folder)
    judge = Index(Settings(data_dir=tmp_path / "data", cross_encoder=str(folder))).cross_encoder
    together = judge.scores("moon", TEXTS[:3])
    assert (together.shape, together.dtype) == ((3,), np.float32)
    alone = np.concatenate([judge.scores("moon", [text]) for text in TEXTS[:3]])
    assert together == pytest.approx(alone, abs=1e-5)
