"""The embedding model in the form that runs: made once from the fetched file, then kept."""

from importlib import import_module
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from filelock import FileLock

from assistant.errors import WeightsError
from assistant.weights import stamp
from assistant.weights.catalogue import EMBEDDING
from assistant.weights.download import ensure
from assistant.weights.e5 import E5

_FILES = ("model.onnx", "tokenizer.json")
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

    It is there complete or not at all, and made again if its files have changed. Those that
    earlier versions made are then removed. Raises WeightsError if it cannot be made, and
    ImportError without onnx.
    """
    folder = cache_dir / f"multilingual-e5-small-{_FORM}-{_VERSION}"
    if _is_whole(folder):
        return folder
    import_module("onnx")  # or else it would be missed after 71 MB were fetched
    source = ensure(EMBEDDING, cache_dir)
    try:
        with FileLock(cache_dir / f"{folder.name}.lock"):
            if not _is_whole(folder):
                _make(folder, E5(source))
    except OSError as error:
        raise WeightsError(
            f"{EMBEDDING.title} cannot be converted in {cache_dir}: {error.strerror or error}. "
            "Free some space or choose another folder with ASSISTANT_CACHE_DIR."
        ) from error
    for earlier in _EARLIER:
        rmtree(cache_dir / earlier, ignore_errors=True)
    return folder


def _is_whole(folder: Path) -> bool:
    return all(stamp.holds(folder / name, EMBEDDING.sha256) for name in _FILES)


def _make(folder: Path, model: E5) -> None:
    import onnx

    from assistant.weights.graph import graph
    from assistant.weights.unigram import tokenizer

    for leftover in folder.parent.glob(f"{folder.name}.making-*"):
        rmtree(leftover)
    making = Path(mkdtemp(prefix=f"{folder.name}.making-", dir=folder.parent))
    onnx.save(graph(model), making / "model.onnx")
    tokenizer(model).save(str(making / "tokenizer.json"))
    for name in _FILES:
        stamp.write(making / name, EMBEDDING.sha256)
    if folder.exists():
        rmtree(folder)
    making.replace(folder)
