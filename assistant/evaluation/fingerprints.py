"""What a run's answers depend on, as short hashes: code, packages, prompts, settings, index."""

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant import prompts
from assistant.evaluation.cases import System
from assistant.evaluation.questions import Question
from assistant.settings import Settings
from assistant.types import Article, Status, content_id

_PACKAGE = Path(prompts.__file__).parent
_PACKAGES = (
    "ir_measures", "pytrec-eval-terrier", "chromadb", "onnxruntime", "llama-index-core",
    "xllamacpp", "py3langid",
)  # fmt: skip
_NOT_ASKED = {"evaluation", "ui", "cli", "__pycache__"}
_ELSEWHERE = {"data_dir", "cache_dir", "api_key", "base_url", "host", "port", "timeout"}


def settings_of(settings: Settings) -> dict[str, object]:
    """The settings that can change an answer or its time, without keys, folders, addresses."""
    return settings.model_dump(mode="json", exclude=_ELSEWHERE)


def prompt_hashes() -> dict[str, str]:
    """Hash of each prompt template by its file name."""
    folder = Path(prompts.folder())
    return {path.name: _digest([path]) for path in sorted(folder.iterdir()) if path.is_file()}


def package_versions() -> dict[str, str]:
    """The packages that the figures depend on most, as installed."""
    found: dict[str, str] = {}
    for name in _PACKAGES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def index_fingerprint(articles: Iterable[Article], status: Status) -> str:
    """Hash of what an index holds: its articles, how they are cut and embedded."""
    ids = sorted(a.id for a in articles)
    return content_id(status.embedding_model, str(status.passages), *ids)


def system_fingerprint(system: System, index: str) -> str:
    """Hash of all that an answer depends on besides its question and the date.

    Relative dates in a question count from today, yet a run across midnight has to resume.
    """
    files = sorted(path for path in _PACKAGE.rglob("*") if path.is_file())
    # Lists of words beside the code decide answers as well as the code does.
    code = [p for p in files if not _NOT_ASKED & {*p.relative_to(_PACKAGE).parts}]
    values = (settings_of(system.settings), prompt_hashes(), package_versions())
    written = (json.dumps(value, sort_keys=True) for value in values)
    address = system.settings.base_url or ""
    own = _own_models(system.settings)
    return content_id(type(system).__qualname__, *written, address, own, index, _digest(code))


def _own_models(settings: Settings) -> str:
    """Sizes and times of models in files here: one that is made anew keeps its name."""
    names = (settings.model.removeprefix("gguf:"), settings.embedding_model, settings.cross_encoder)
    paths = [Path(name).expanduser() for name in names if name]
    files = [f for path in paths for f in (path, *sorted(path.rglob("*"))) if f.is_file()]
    return " ".join(f"{s.st_size}/{s.st_mtime_ns}" for s in (f.stat() for f in files))


def question_key(system: str, question: Question) -> str:
    """Under which an answer is journaled."""
    turns = (part for t in question.history for part in (t.question, t.answer))
    return content_id(system, question.text, *turns)


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
