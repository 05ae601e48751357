"""What a person is told when a model server fails, by real failures of a real server."""

import pytest
from llama_index.core.base.llms.types import ChatMessage

from assistant.answering.models.chat import stream_chat
from assistant.answering.models.opening import open_model
from assistant.errors import ModelError, ModelUnavailable
from assistant.settings import Settings
from tests.fakes import FakeModel

QUESTION = [ChatMessage(content="Who won?")]
MODELS = ["openai-compatible/fake", "anthropic/claude-sonnet-4-5"]


def ask(url: str, model: str = MODELS[0], timeout: float = 20) -> list[str]:
    if model.startswith("anthropic"):
        pytest.importorskip("llama_index.llms.anthropic")
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
