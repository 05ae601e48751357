import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import LLM

from assistant.answering.models.chat import stream_chat
from assistant.answering.models.choice import ModelChoice
from assistant.answering.models.opening import open_model, ready
from assistant.answering.models.warming import read
from assistant.errors import ModelUnavailable, SettingsError, WeightsError
from assistant.settings import Settings
from tests.fakes import FakeModel, Reply, local_model

QUESTION = [ChatMessage(role="system", content="Be brief."), ChatMessage(content="Who won?")]


def opened(server: FakeModel, model: str = "openai-compatible/fake", **values: str) -> LLM:
    return opened_at(server.url, model, **values)


def opened_at(url: str, model: str, **values: str) -> LLM:
    llm = open_model(Settings(model=model, base_url=url, **values))
    assert llm is not None
    return llm


def anthropic(server: FakeModel) -> LLM:
    address = server.url.removesuffix("/v1")
    return opened_at(address, "anthropic/claude-sonnet-4-5", api_key="secret")


@pytest.mark.parametrize(
    ("model", "kind", "name", "small"),
    [
        ("embedded", "embedded", "", True),
        ("extractive", "extractive", "", False),
        ("openai/gpt-4o", "openai", "gpt-4o", False),
        ("anthropic/claude-sonnet-4-5", "anthropic", "claude-sonnet-4-5", False),
        ("ollama/qwen3:8b", "ollama", "qwen3:8b", False),
        ("openai-compatible/org/model", "openai-compatible", "org/model", False),
        ("gguf:/models/a.gguf", "gguf", "/models/a.gguf", True),
        ("gguf:owner/repo/a.gguf", "gguf", "owner/repo/a.gguf", True),
    ],
)
def test_one_string_chooses_the_model(model: str, kind: str, name: str, small: bool) -> None:
    choice = ModelChoice.parse(model)
    assert (choice.kind, choice.name, choice.small) == (kind, name, small)


@pytest.mark.parametrize("model", ["", "gpt-4o", "openai/", "mistral/x", "gguf:model.bin"])
def test_another_string_is_refused_with_the_known_forms(model: str) -> None:
    with pytest.raises(SettingsError, match=r"openai/NAME.*gguf:OWNER/REPO/FILE.gguf"):
        open_model(Settings(model=model))


def test_extractive_is_no_model_and_always_ready() -> None:
    assert open_model(Settings(model="extractive")) is None
    assert ready(None)


def test_an_openai_compatible_model_without_an_address_asks_for_it() -> None:
    with pytest.raises(SettingsError, match="ASSISTANT_BASE_URL"):
        open_model(Settings(model="openai-compatible/x"))


@pytest.mark.parametrize("kind", ["openai", "anthropic"])
def test_a_hosted_model_without_a_key_names_the_variable(kind: str) -> None:
    with pytest.raises(ModelUnavailable, match=f"Set {kind.upper()}_API_KEY"):
        open_model(Settings(model=f"{kind}/x"))


def test_anthropic_without_its_package_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "llama_index.llms.anthropic", None)
    with pytest.raises(ModelUnavailable, match=r"news-assistant\[anthropic\]"):
        open_model(Settings(model="anthropic/x", api_key="k"))


def test_a_gguf_path_that_does_not_exist_is_named() -> None:
    with pytest.raises(ModelUnavailable, match=r"/nowhere/a.gguf cannot be read"):
        open_model(Settings(model="gguf:/nowhere/a.gguf"))


def test_a_gguf_file_that_no_hub_has_is_named(
    server: FakeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(WeightsError, match=r"nobody/nothing/a\.gguf"):
        open_model(Settings(model="gguf:nobody/nothing/a.gguf"))


def test_tokens_arrive_as_the_server_writes_them(server: FakeModel) -> None:
    server.says("The ", "harbour ", "club.")
    assert [t.text for t in stream_chat(opened(server), QUESTION)] == ["The ", "harbour ", "club."]


def test_the_request_is_deterministic_and_holds_the_messages_and_options(server: FakeModel) -> None:
    list(stream_chat(opened(server), QUESTION, max_tokens=7))
    body = server.requests[0].body
    assert [m["content"] for m in body["messages"]] == ["Be brief.", "Who won?"]
    assert (body["temperature"], body["seed"], body["max_tokens"]) == (0, 0, 7)


def test_alternatives_come_with_the_token_where_the_server_tells_them(server: FakeModel) -> None:
    server.says("NONE", alternatives={"NONE": -0.1, "The": -2.5})
    (token,) = stream_chat(opened(server), QUESTION)
    assert token.alternatives == {"NONE": -0.1, "The": -2.5}
    server.says("NONE")
    (token,) = stream_chat(opened(server), QUESTION)
    assert token.alternatives == {}


@pytest.mark.parametrize(("finish", "cut"), [("length", True), ("stop", False)])
def test_a_reply_that_reached_its_limit_says_so_at_its_end(
    server: FakeModel, finish: str, cut: bool
) -> None:
    server.says("The ", "club", finish=finish)
    tokens = list(stream_chat(opened(server), QUESTION))
    assert "".join(t.text for t in tokens) == "The club"
    assert tokens[-1].cut is cut
    assert not any(t.cut for t in tokens[:-1])


def test_a_reply_cut_before_its_first_word_has_no_token(server: FakeModel) -> None:
    server.says(finish="length")
    assert list(stream_chat(opened(server), QUESTION)) == []


@pytest.mark.parametrize(
    ("model", "sent"),
    [("openai/gpt-4o", "for-openai"), ("openai-compatible/x", "none"), ("ollama/x", "none")],
)
def test_the_openai_key_of_the_environment_goes_to_openai_models_only(
    server: FakeModel, monkeypatch: pytest.MonkeyPatch, model: str, sent: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "for-openai")
    list(stream_chat(opened(server, model), QUESTION))
    assert server.requests[0].headers["authorization"] == f"Bearer {sent}"


def test_the_openai_key_may_stand_in_the_dotenv_file(
    server: FakeModel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("OPENAI_API_KEY=from-file\n")
    list(stream_chat(opened(server, "openai/gpt-4o"), QUESTION))
    monkeypatch.setenv("OPENAI_API_KEY", "from-environment")
    list(stream_chat(opened(server, "openai/gpt-4o"), QUESTION))
    sent = [request.headers["authorization"] for request in server.requests]
    assert sent == ["Bearer from-file", "Bearer from-environment"]


def test_the_key_of_the_settings_wins_over_the_environment(
    server: FakeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "for-openai")
    list(stream_chat(opened(server, "openai/gpt-4o", api_key="mine"), QUESTION))
    assert server.requests[0].headers["authorization"] == "Bearer mine"


@pytest.mark.parametrize("key", ["sk-sécret", "“sk-secret”", "sk-se\ncret", "sk-secret\x7f"])
@pytest.mark.parametrize("model", ["openai/gpt-4o", "anthropic/x", "openai-compatible/x"])
def test_a_key_that_no_request_can_carry_is_refused_and_not_shown(
    server: FakeModel, monkeypatch: pytest.MonkeyPatch, model: str, key: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", key)
    with pytest.raises(ModelUnavailable, match="ASSISTANT_API_KEY") as caught:
        opened(server, model, api_key=key)
    assert "cret" not in str(caught.value)
    if model.startswith("openai/"):
        with pytest.raises(ModelUnavailable, match="OPENAI_API_KEY"):
            opened(server, model)


def test_anthropic_streams_through_its_own_api(server: FakeModel) -> None:
    server.says("The ", "club.")
    tokens = stream_chat(anthropic(server), QUESTION, max_tokens=9)
    assert [t.text for t in tokens] == ["The ", "club."]
    request = server.requests[0]
    assert (request.path, request.headers["x-api-key"]) == ("/v1/messages", "secret")
    assert request.body["max_tokens"] == 9


@pytest.mark.parametrize("open_it", [opened, anthropic])
def test_closing_the_iterator_hangs_up_so_that_the_model_stops(
    server: FakeModel, open_it: Callable[[FakeModel], LLM]
) -> None:
    server.says(*["word "] * 10_000, pause=0.01)
    tokens = stream_chat(open_it(server), QUESTION)
    next(tokens)
    tokens.close()
    assert server.hung_up.wait(60)


def test_a_busy_server_is_asked_again(server: FakeModel) -> None:
    replies = iter([Reply(status=503, error="loading"), Reply(["Ready."])])
    server.replies(lambda request: next(replies))
    assert [t.text for t in stream_chat(opened(server), QUESTION)] == ["Ready."]


def test_warming_reads_the_messages_and_writes_nearly_nothing(server: FakeModel) -> None:
    read(opened(server), QUESTION)
    assert server.requests[0].body["max_tokens"] == 1


def test_what_a_model_on_this_machine_reads_goes_through_no_proxy(
    server: FakeModel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server.says("Hi")
    with FakeModel() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url.removesuffix("/v1"))
        tokens = stream_chat(local_model(server, tmp_path), QUESTION)
        assert [t.text for t in tokens] == ["Hi"]
        assert proxy.requests == []
