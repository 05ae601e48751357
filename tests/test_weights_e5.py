import numpy as np
import pytest

from assistant.errors import WeightsError
from assistant.weights import convert
from assistant.weights.e5 import E5
from assistant.weights.unigram import tokenizer
from tests.tiny_e5 import PIECES, write_tiny_e5


@pytest.fixture
def model(tmp_path):
    write_tiny_e5(tmp_path)
    return E5(tmp_path / "tiny.bin")


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(convert, "EMBEDDING", write_tiny_e5(tmp_path))
    return tmp_path


def test_sizes_and_vocabulary_are_read(model):
    assert (model.shape.hidden, model.shape.layers, model.shape.vocabulary) == (64, 2, 32)
    assert [piece for piece, _ in model.pieces] == PIECES


def test_a_block_holds_its_low_nibbles_first(model, tmp_path):
    nibbles, scales = model.quantised("l0.fo.w")
    content = (tmp_path / "tiny.bin").read_bytes()
    block = content.index(scales[0, :1].astype("<f2").tobytes() + bytes(_packed(nibbles[0, :32])))
    assert content[block + 2] == nibbles[0, 0] | nibbles[0, 16] << 4
    expected = (int(nibbles[0, 0]) - 8) * scales[0, 0]
    assert model.matrix("l0.fo.w")[0, 0] == np.float32(expected)
    assert model.matrix("l0.fo.w").shape == (64, 128)


def _packed(nibbles):
    return nibbles[:16] | nibbles[16:] << 4


@pytest.mark.parametrize("damage", [lambda b: b"XXXX" + b[4:], lambda b: b[:200]])
def test_a_file_of_another_form_is_refused_by_name(model, tmp_path, damage):
    path = tmp_path / "other.bin"
    path.write_bytes(damage((tmp_path / "tiny.bin").read_bytes()))
    with pytest.raises(WeightsError, match=r"other\.bin"):
        E5(path)


def test_tokens_follow_the_table_of_replacements(model):
    tokens = tokenizer(model)
    plain = tokens.encode("query: the cat fi").tokens
    assert plain == ["<s>", "▁query", ":", "▁the", "▁cat", "▁", "fi", "</s>"]
    assert tokens.encode("query:\tthe\u200b  c\x01at ﬁ").tokens == plain


def test_the_converted_model_is_made_once(cache):
    folder = convert.runtime_folder(cache)
    made = (folder / "model.onnx").stat().st_mtime_ns
    assert convert.runtime_folder(cache) == folder
    assert (folder / "model.onnx").stat().st_mtime_ns == made


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_damaged_or_missing_converted_file_is_made_again(cache, name):
    folder = convert.runtime_folder(cache)
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[:100])
    assert (convert.runtime_folder(cache) / name).read_bytes() == whole
    (folder / name).unlink()
    assert (convert.runtime_folder(cache) / name).read_bytes() == whole


def test_what_a_killed_conversion_left_is_cleared_away(cache):
    folder = convert.runtime_folder(cache)
    leftover = folder.with_name(f"{folder.name}.making-abc")
    leftover.mkdir()
    (folder / "model.onnx").unlink()
    convert.runtime_folder(cache)
    assert not leftover.exists()


def test_what_earlier_versions_converted_gives_way_to_what_is_made_now(cache):
    earlier = cache / "multilingual-e5-small-int8-int4"
    earlier.mkdir()
    (earlier / "model.onnx").write_bytes(b"old")
    assert convert.runtime_folder(cache) != earlier
    assert not earlier.exists()
    assert (cache / "tiny.bin").exists()
