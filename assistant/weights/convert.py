"""The embedding model in the forms that run: made once from the fetched file, then kept."""

import json
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from filelock import FileLock

from assistant.errors import WeightsError
from assistant.weights import stamp
from assistant.weights.catalogue import EMBEDDING
from assistant.weights.download import ensure
from assistant.weights.e5 import E5

# Part of the fingerprint: to be changed when new vectors no longer compare with old ones.
_FORM = "int8-int4"
# To be raised when the graph changes, so that it is made anew.
_VERSION = 3
# What earlier versions kept, of about 100 MB each.
_EARLIER = (
    "multilingual-e5-small-int8",
    "multilingual-e5-small-int8-int4",
    "multilingual-e5-small-int8-int4-2",
)
FINGERPRINT = f"multilingual-e5-small/{EMBEDDING.sha256[:12]}/{_FORM}/384"


def runtime_folder(cache_dir: Path) -> Path:
    """Folder with `model.onnx` in 8 bits and `tokenizer.json`; made on the first call.

    Those that earlier versions made are then removed.
    """
    files = ("model.onnx", "tokenizer.json")
    folder = cache_dir / f"multilingual-e5-small-{_FORM}-{_VERSION}"
    if not _is_whole(folder, files):
        _made(folder, files, _write_runtime)
        for earlier in _EARLIER:
            rmtree(cache_dir / earlier, ignore_errors=True)
    return folder


def sentence_transformers_folder(cache_dir: Path) -> Path:
    """The same weights in float32 as a folder that sentence-transformers opens."""
    files = ("model.safetensors", "tokenizer.json")
    return _made(cache_dir / "multilingual-e5-small", files, _write_float32)


def _made(folder: Path, files: tuple[str, ...], write: Callable[[E5, Path], None]) -> Path:
    """The folder with unchanged files, else made anew; seen complete or not at all."""
    if _is_whole(folder, files):
        return folder
    source = ensure(EMBEDDING, folder.parent)
    try:
        with FileLock(folder.with_name(f"{folder.name}.lock")):
            if not _is_whole(folder, files):
                _make(folder, files, write, E5(source))
    except OSError as error:
        raise WeightsError(
            f"{EMBEDDING.title} cannot be converted in {folder.parent}: "
            f"{error.strerror or error}. "
            "Free some space or choose another folder with ASSISTANT_CACHE_DIR."
        ) from error
    return folder


def _is_whole(folder: Path, files: tuple[str, ...]) -> bool:
    return all(stamp.holds(folder / name, EMBEDDING.sha256) for name in files)


def _make(
    folder: Path, files: tuple[str, ...], write: Callable[[E5, Path], None], model: E5
) -> None:
    for leftover in folder.parent.glob(f"{folder.name}.making-*"):
        rmtree(leftover)
    making = Path(mkdtemp(prefix=f"{folder.name}.making-", dir=folder.parent))
    write(model, making)
    for name in files:
        stamp.write(making / name, EMBEDDING.sha256)
    if folder.exists():
        rmtree(folder)
    making.replace(folder)


def _write_runtime(model: E5, folder: Path) -> None:
    import onnx

    from assistant.weights.graph import graph
    from assistant.weights.unigram import tokenizer

    onnx.save(graph(model), folder / "model.onnx")
    tokenizer(model).save(str(folder / "tokenizer.json"))


def _write_float32(model: E5, folder: Path) -> None:
    from safetensors.numpy import save_file

    from assistant.weights.bert import configurations, tensors
    from assistant.weights.unigram import tokenizer

    save_file(tensors(model), folder / "model.safetensors", {"format": "pt"})
    tokenizer(model).save(str(folder / "tokenizer.json"))
    for name, content in configurations(model).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content, indent=1))
