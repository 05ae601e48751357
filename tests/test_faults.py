"""What a person is told when a model server fails, by real failures of a real server."""

import json

import pytest
from llama_index.core.base.llms.types import ChatMessage

from assistant.answering.models.chat import stream_chat
from assistant.answering.models.opening import open_model
from assistant.answering.models.usage import metered
from assistant.errors import ModelError, ModelUnavailable
from assistant.settings import Settings
from tests.fakes import FakeModel

QUESTION = [ChatMessage(content="Who won?")]
MODELS = ["openai-compatible/fake", "anthropic/claude-sonnet-4-5"]


def ask(url: str, model: str = MODELS[0], timeout: float = 20) -> list[str]:
    if model.startswith("anthropic"):
        url = url.removesuffix("/v1")
    settings = Settings(model=model, base_url=url, api_key="secret", timeout=timeout)
    llm = open_model(settings)
    assert llm is not None
    return [token.text for token in stream_chat(llm, QUESTION)]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("status", "says"),
    [
        (401, "refused the key. Set ASSISTANT_API_KEY"),
        (403, "refused the key"),
        (404, "has no model '"),
    ],
)
def test_a_refusal_says_which_server_and_what_to_do(
    server: FakeModel, model: str, status: int, says: str
) -> None:
    server.says(status=status, error="no")
    with pytest.raises(ModelUnavailable, match=says) as caught:
        ask(server.url, model)
    assert "http://127.0.0.1" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_key_is_never_shown(server: FakeModel) -> None:
    server.says(status=401, error="Incorrect API key provided: secret")
    with pytest.raises(ModelUnavailable) as caught:
        ask(server.url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("model", MODELS)
def test_a_server_that_is_down_is_named(model: str) -> None:
    with FakeModel() as server:
        url = server.url
    with pytest.raises(ModelUnavailable, match=r"127.0.0.1.* cannot be reached"):
        ask(url, model)


@pytest.mark.parametrize("model", MODELS)
def test_a_server_that_says_nothing_is_given_up(server: FakeModel, model: str) -> None:
    server.says("late", pause=30)
    with pytest.raises(ModelUnavailable, match=r"sent nothing for 0.4 s"):
        ask(server.url, model, timeout=0.4)


def test_pings_do_not_count_as_words(server: FakeModel) -> None:
    server.says("One ", pings=True)
    with pytest.raises(ModelUnavailable, match=r"sent nothing for 0.4 s"):
        ask(server.url, timeout=0.4)


@pytest.mark.parametrize("model", MODELS)
def test_a_reply_that_breaks_off_is_an_error(server: FakeModel, model: str) -> None:
    server.says("One ", cut=True)
    with pytest.raises(ModelError, match=r"127.0.0.1"):
        ask(server.url, model)


def test_a_page_in_place_of_an_api_is_an_error(server: FakeModel) -> None:
    server.says(page="<html>Welcome</html>")
    with pytest.raises(ModelError, match="usually ends in /v1"):
        ask(server.url)


def test_a_request_that_does_not_fit_says_why(server: FakeModel) -> None:
    server.says(status=400, error="the prompt is longer than the context")
    with pytest.raises(ModelError, match="longer than the context"):
        ask(server.url)


def chunk(**choice: object) -> str:
    return f"data: {json.dumps({'choices': [{'index': 0, **choice}]})}\n\n"


NOT_CHUNKS = {
    "null": "data: null\n\n",
    "a list": "data: []\n\n",
    "no choices": 'data: {"choices": null}\n\n',
    "parts": chunk(delta={"content": [{"type": "text", "text": "Hi"}]}),
    "no JSON": "data: {\n\n",
}


@pytest.mark.parametrize("event", NOT_CHUNKS.values(), ids=NOT_CHUNKS)
def test_an_event_that_is_no_chunk_is_an_error_that_names_the_server(
    server: FakeModel, event: str
) -> None:
    server.says(events=event.encode())
    with pytest.raises(ModelError, match=r"127.0.0.1.* cannot be read as a reply"):
        ask(server.url)


def test_bytes_that_are_no_text_are_an_error_that_names_the_server(server: FakeModel) -> None:
    server.says(events=chunk(delta={"content": "?"}).encode().replace(b"?", b"\xff"))
    with pytest.raises(ModelError, match=r"127.0.0.1.* cannot be read as a reply"):
        ask(server.url)


def test_after_events_that_are_no_chunks_the_server_is_asked_again(server: FakeModel) -> None:
    llm = open_model(Settings(model=MODELS[0], base_url=server.url, timeout=20))
    assert llm is not None
    for _ in range(40):
        server.says(events=NOT_CHUNKS["no choices"].encode())
        with pytest.raises(ModelError, match="cannot be read"):
            list(stream_chat(llm, QUESTION))
        server.says("One")
        assert [token.text for token in stream_chat(llm, QUESTION)] == ["One"]


def test_an_error_of_our_own_is_not_put_down_to_the_server(
    server: FakeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.answering.models.chat.note", lambda chunk: len(None))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        ask(server.url)


@pytest.mark.parametrize("top", [{}, {"top_logprobs": None}, {"top_logprobs": []}])
def test_a_token_without_alternatives_is_a_token(server: FakeModel, top: dict[str, object]) -> None:
    likely = {"content": [{"token": "Hi", "logprob": 0.0, **top}]}
    server.says(events=chunk(delta={"content": "Hi"}, logprobs=likely).encode())
    assert ask(server.url) == ["Hi"]


@pytest.mark.parametrize("usage", [{"prompt_tokens": None}, {"prompt_tokens": 3}])
def test_counts_that_a_server_leaves_out_are_none(
    server: FakeModel, usage: dict[str, object]
) -> None:
    told = f"data: {json.dumps({'choices': [], 'usage': usage})}\n\n"
    server.says(events=(chunk(delta={"content": "Hi"}) + told).encode())
    with metered() as counted:
        assert ask(server.url) == ["Hi"]
    assert (counted.read, counted.written) == (usage["prompt_tokens"] or 0, 0)


@pytest.mark.parametrize("url", ["http://HOST:PORT/v1", "http://127.0.0.1:80a/v1"])
def test_what_is_no_address_is_named(url: str) -> None:
    with pytest.raises(ModelUnavailable, match=r"Invalid port.* Check its address"):
        ask(url)


def test_space_around_an_address_is_no_part_of_it(server: FakeModel) -> None:
    server.says("Hi")
    assert ask(f" {server.url}\r\n") == ["Hi"]


@pytest.mark.parametrize(
    ("halves", "text"),
    [(["a\ud83d", "\ude00b"], "a😀b"), (["a\ud83d"], "a�"), (["a\ude00", "b"], "a�b")],
)
def test_halves_of_a_character_are_joined_and_a_half_alone_is_replaced(
    server: FakeModel, halves: list[str], text: str
) -> None:
    server.says(*halves)
    assert "".join(ask(server.url)) == text
