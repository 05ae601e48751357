import signal
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import cast

import httpx
import pytest
from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import LLM

from assistant.answering.assistant import Assistant
from assistant.answering.confidence import answering
from assistant.answering.models.chat import as_chat, stream_chat
from assistant.answering.models.llamacpp import LocalServer, local_server
from assistant.answering.models.opening import LocalModel, judging, open_model, ready
from assistant.answering.models.warming import read
from assistant.answering.writers.judging import chance_of_yes
from assistant.errors import ModelUnavailable
from assistant.index.embedding import Embedder
from assistant.prompts import conversation
from assistant.settings import Settings
from assistant.weights.catalogue import LANGUAGE_MODEL
from tests.asking import QUESTION
from tests.conftest import eventually, open_assistant

WEIGHTS = Settings().cache_dir / LANGUAGE_MODEL.filename
STATES = Settings().cache_dir / "prompts"
missing = pytest.mark.skipif(not WEIGHTS.exists(), reason=f"{WEIGHTS} is not there")


def with_weights(test: Callable[..., None]) -> Callable[..., None]:
    return cast(Callable[..., None], pytest.mark.embedded(missing(test)))


@pytest.fixture(scope="module")
def server() -> LocalServer:
    return local_server(WEIGHTS, None, 4096, STATES)


@pytest.fixture(scope="module")
def llm() -> LLM:
    model = open_model(Settings(model=f"gguf:{WEIGHTS}"))
    assert model is not None
    return model


@pytest.fixture(scope="module")
def judge() -> LLM:
    model = open_model(Settings(model="embedded"))
    assert model is not None
    return model


def about(question: str, sentence: str, title: str = "The ferries of Ardal") -> list[ChatMessage]:
    values = {"date": "2031-04-02", "source": "", "title": title, "text": sentence}
    return as_chat(conversation("sentence", question=question, language="English", **values))


def test_what_is_not_a_gguf_file_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.gguf").write_bytes(b"PK\x03\x04 something else")
    with pytest.raises(ModelUnavailable, match=r"a.gguf is not a GGUF file"):
        local_server(tmp_path / "a.gguf", None, 1024, tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"b.gguf cannot be read: No such file"):
        local_server(tmp_path / "b.gguf", None, 1024, tmp_path)


def test_a_damaged_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "c.gguf").write_bytes(b"GGUF" + bytes(range(256)) * 50)
    damaged = local_server(tmp_path / "c.gguf", 1, 1024, tmp_path)
    with pytest.raises(ModelUnavailable, match=r"c.gguf cannot be loaded: it is damaged"):
        damaged.address()
    assert not damaged.ready()


def test_a_crash_while_loading_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crashing = tmp_path / "crash.py"
    crashing.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGILL)\n")
    monkeypatch.setattr("assistant.answering.models.llamacpp._PROGRAM", crashing)
    (tmp_path / "d.gguf").write_bytes(b"GGUF")
    with pytest.raises(ModelUnavailable, match="lacks AVX2"):
        local_server(tmp_path / "d.gguf", 1, 1024, tmp_path).address()


def test_without_its_package_the_model_does_not_answer_and_a_note_says_what_to_install(
    samples: Assistant, embedder: Embedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "xllamacpp.py").write_text("raise ImportError('No xllamacpp')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr("importlib.metadata.Distribution.from_name", _not_installed)
    (tmp_path / "e.gguf").write_bytes(b"GGUF")
    settings = Settings(
        model=f"gguf:{tmp_path / 'e.gguf'}", data_dir=samples.settings.data_dir, answer_threshold=0
    )
    assistant = open_assistant(settings, embedder)
    assistant.load()
    answer = assistant.answer(QUESTION)
    assert answer.citations
    assert 'No xllamacpp. Run: pip install "news-assistant[local]".' in answer.notes[0]


def _not_installed(name: str) -> None:
    raise PackageNotFoundError(name)


@with_weights
def test_the_model_answers_with_alternatives_and_always_the_same(llm: LLM) -> None:
    messages = [ChatMessage(content="Which is the capital of France? Answer with one word.")]
    first = list(stream_chat(llm, messages, max_tokens=8))
    assert "Paris" in "".join(t.text for t in first)
    assert max(first[0].alternatives, key=first[0].alternatives.__getitem__) == first[0].text
    assert next(stream_chat(llm, messages, max_tokens=8)).text == first[0].text


PLAN = "The council wants to know by autumn what a second ferry to Ardal would cost, Hild Moe said."
FARE = (
    "Un billet simple coûtera quatre couronnes de plus dès lundi, a annoncé la mairesse Hild Moe."
)


@with_weights
@pytest.mark.parametrize(
    ("sentence", "answered", "missed"),
    [
        (PLAN, "By when is the price of a second ferry to be known?", "What does a ferry cost?"),
        (FARE, "By how much do tickets go up?", "By how much did tickets go up last year?"),
        (FARE, "Who announced the new fares?", "Who criticised the new fares?"),
    ],
)
def test_a_near_miss_is_told_from_an_answer(
    judge: LLM, sentence: str, answered: str, missed: str
) -> None:
    def confidence(question: str) -> float:
        asking = stream_chat(judge, about(question, sentence), max_tokens=1, **judging(judge))
        return answering(chance_of_yes(asking), score=1.0, chance=0.0, taught=True)

    assert confidence(answered) > 0.5 > confidence(missed)


@with_weights
def test_what_was_learned_for_judgements_changes_nothing_else(judge: LLM) -> None:
    def chance(question: str, **options: object) -> float:
        asking = stream_chat(judge, about(question, PLAN), max_tokens=1, **options)
        return chance_of_yes(asking)

    missed, other = "What does a ferry cost?", "Who runs the ferries?"
    plainly, other_plainly = chance(missed), chance(other)
    assert chance(missed, **judging(judge)) < plainly - 0.1
    assert chance(other) == pytest.approx(other_plainly, abs=0.05)


@with_weights
def test_a_model_of_ones_own_has_learned_no_judging(llm: LLM) -> None:
    assert not judging(llm)


@with_weights
@pytest.mark.parametrize("knows", [False, True])
def test_a_local_model_is_ready_once_it_knows_its_prompts(
    llm: LLM, monkeypatch: pytest.MonkeyPatch, knows: bool
) -> None:
    assert isinstance(llm, LocalModel)
    llm.server.address()
    monkeypatch.setattr(llm.server, "is_warm", knows)
    assert ready(llm) is knows


@with_weights
def test_a_file_is_loaded_once(server: LocalServer) -> None:
    assert local_server(WEIGHTS, None, 4096, STATES) is server


@with_weights
def test_other_programs_of_the_machine_cannot_use_the_server(server: LocalServer) -> None:
    body = {"messages": [{"role": "user", "content": "Hello"}], "max_tokens": 1}
    reply = httpx.post(f"{server.address()}/chat/completions", json=body, timeout=60)
    assert reply.status_code == 401
    assert server.address().startswith("http://127.0.0.1:")


@with_weights
def test_stopping_frees_the_model_for_the_next_question(llm: LLM) -> None:
    tale = stream_chat(llm, [ChatMessage(content="Tell a very long tale.")], max_tokens=2000)
    next(tale)
    tale.close()
    quick = stream_chat(llm, [ChatMessage(content="Say yes.")], max_tokens=2)
    assert next(quick).text


@with_weights
@pytest.mark.parametrize(("most", "cut"), [(2, True), (20, False)])
def test_a_reply_that_reached_its_limit_says_so(llm: LLM, most: int, cut: bool) -> None:
    asking = [ChatMessage(content="Count from one to three in words, nothing else.")]
    *_, last = stream_chat(llm, asking, max_tokens=most)
    assert last.cut is cut


@with_weights
def test_a_prompt_stays_read_while_another_one_is_used(server: LocalServer, llm: LLM) -> None:
    one, other = ([ChatMessage(content=f"{text} " * 40)] for text in ("alpha", "beta"))
    read(llm, one)
    read(llm, other)
    body = {"messages": [{"role": "user", "content": one[0].content}], "max_tokens": 1}
    headers = {"Authorization": f"Bearer {server.key}"}
    reply = httpx.post(
        f"{server.address()}/chat/completions", json=body, headers=headers, timeout=60
    ).json()
    assert reply["timings"]["cache_n"] > 40


@with_weights
def test_what_was_read_once_is_known_after_the_next_start(tmp_path: Path) -> None:
    def read_tokens() -> int:
        server = LocalServer(WEIGHTS, 2, 1024, tmp_path)
        body = {"messages": [{"role": "user", "content": "alpha " * 40}], "max_tokens": 1}
        headers = {"Authorization": f"Bearer {server.key}"}
        server.restore(0, "alpha.state")
        reply = httpx.post(
            f"{server.address()}/chat/completions",
            json=body | {"id_slot": 0},
            headers=headers,
            timeout=60,
        ).json()
        server.save(0, "alpha.state")
        server.close()
        return int(reply["timings"]["prompt_n"])

    assert read_tokens() > 40
    assert read_tokens() == 1


@with_weights
def test_a_damaged_state_is_passed_over(tmp_path: Path, server: LocalServer) -> None:
    (server.states / "damaged.state").write_bytes(b"not a state" * 1000)
    assert not server.restore(0, "damaged.state")
    (server.states / "damaged.state").unlink()
    assert server.ready()


@with_weights
def test_a_server_that_died_is_started_anew(llm: LLM) -> None:
    message = [ChatMessage(content="Say yes.")]
    assert next(stream_chat(llm, message, max_tokens=2)).text
    cast(LocalModel, llm).server.close()
    assert next(stream_chat(llm, message, max_tokens=2)).text


@with_weights
@pytest.mark.parametrize("wait", ["server.address()", ""], ids=["loaded", "loading"])
def test_the_server_ends_with_its_parent_however_that_ends(wait: str) -> None:
    program = (
        "from pathlib import Path; from assistant.answering.models.llamacpp import local_server\n"
        f"server = local_server(Path({str(WEIGHTS)!r}), 1, 1024, Path({str(STATES)!r})); {wait}\n"
        "print(server._process.pid, flush=True); input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    eventually(lambda: not Path(f"/proc/{child}").exists())


@with_weights
def test_a_model_is_served_where_nothing_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    server = LocalServer(WEIGHTS, 2, 1024, tmp_path / "file" / "prompts")
    assert server.address()
    server.save(0, "a.state")
    assert not server.restore(0, "a.state")
    server.close()
