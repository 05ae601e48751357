"""A language model that says what a test tells it to, over real HTTP on the loopback.

    with FakeModel() as model:
        model.replies(lambda request: Reply(["One ", "word."]))
        open_model(Settings(model="openai-compatible/fake", base_url=model.url))

It speaks what OpenAI, Ollama, vLLM and llama.cpp speak (`/v1/chat/completions`) and what
Anthropic does (`/v1/messages`), streaming.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

from assistant.answering.models.llamacpp import LocalServer
from assistant.answering.models.opening import LocalModel


@dataclass(frozen=True)
class Reply:
    """What to answer: tokens with a pause before each, or a failure."""

    tokens: Sequence[str] = ("Hello",)
    alternatives: Mapping[str, float] = field(default_factory=dict)
    """Log-probabilities told with every token."""
    pause: float = 0.0
    status: int = 200
    error: str = ""
    page: str | None = None
    """A body that is no API's, such as a web page."""
    events: bytes | None = None
    """A stream of events as they are, in place of those made of the tokens."""
    pings: bool = False
    """After the tokens send comments for ever instead of an end."""
    cut: bool = False
    """After the tokens drop the connection instead of ending the reply."""
    finish: str = "stop"
    """Why the reply ends: "length" where it reached its limit."""


@dataclass(frozen=True)
class Request:
    """What the server was sent; names of headers are in lower case."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]

    @property
    def text(self) -> str:
        """All that the model would read."""
        return json.dumps(self.body, ensure_ascii=False)


class FakeModel:
    """The server; `requests` is what it was sent, `hung_up` is set when a client leaves early."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.hung_up = threading.Event()
        self._reply: Callable[[Request], Reply] = lambda request: Reply()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        """The base URL of its OpenAI API."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def says(self, *tokens: str, **values: Any) -> None:
        """Give this reply from now on; `values` are fields of `Reply`."""
        reply = Reply(tokens=tokens, **values)
        self.replies(lambda request: reply)

    def replies(self, reply: Callable[[Request], Reply]) -> None:
        """Choose each reply by the request."""
        self._reply = reply

    def take(self, request: Request) -> Reply:
        """Note a request and find its reply."""
        self.requests.append(request)
        return self._reply(request)

    def __enter__(self) -> "FakeModel":
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class FakeServer:
    """Stands in for a `LocalServer`: a FakeModel with a file and a folder of states."""

    adapter, key, is_warm = None, "key", False

    def __init__(self, model: FakeModel, folder: Path) -> None:
        self.path, self.states = folder / "fake.gguf", folder / "prompts"
        self.path.write_bytes(b"GGUF")
        self.states.mkdir()
        self.address = lambda: model.url

    def revive(self) -> bool:
        """It never ends."""
        return False

    def restore(self, slot: int, name: str) -> bool:
        """Whether something was saved."""
        return (self.states / name).exists()

    def save(self, slot: int, name: str) -> None:
        """Keep nothing but the name."""
        (self.states / name).touch()


def local_model(model: FakeModel, folder: Path) -> LocalModel:
    """A GGUF model that says what a test tells it to; the folder is for its files."""
    return LocalModel(cast(LocalServer, FakeServer(model, folder)), is_chat_model=True)


def _handler(model: FakeModel) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reply = model.take(Request(self.path, _lowered(self.headers), body))
            if reply.status != 200 or reply.page is not None:
                self._send_whole(reply)
                return
            events = _anthropic if self.path.endswith("/messages") else _openai
            stream = (event.encode() for event in events(reply))
            try:
                self._stream(stream if reply.events is None else iter([reply.events]), reply)
            except OSError:
                model.hung_up.set()

        def _send_whole(self, reply: Reply) -> None:
            content = reply.page or json.dumps({"error": {"message": reply.error}})
            self.send_response(reply.status)
            self.send_header("Content-Type", "text/html" if reply.page else "application/json")
            self.send_header("Content-Length", str(len(content.encode())))
            self.end_headers()
            self.wfile.write(content.encode())

        def _stream(self, events: Iterator[bytes], reply: Reply) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            # A length that is never reached makes an end of the connection a broken reply.
            if reply.cut:
                self.send_header("Content-Length", "1000000")
            self.end_headers()
            for event in events:
                self.wfile.write(event)
                self.wfile.flush()

        def log_message(self, *values: object) -> None:
            pass

    return Handler


def _lowered(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _openai(reply: Reply) -> Iterator[str]:
    top = [{"token": t, "logprob": p, "bytes": None} for t, p in reply.alternatives.items()]
    yield _chunk({"role": "assistant", "content": None}, None)
    for token in reply.tokens:
        time.sleep(reply.pause)
        said = {"token": token, "logprob": 0.0, "bytes": None, "top_logprobs": top}
        yield _chunk({"content": token}, {"content": [said]} if top else None)
    if reply.cut:
        return
    yield from _pings(reply)
    yield _chunk({}, None, reply.finish)
    yield "data: [DONE]\n\n"


def _chunk(delta: object, logprobs: object, finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "logprobs": logprobs, "finish_reason": finish}
    frame = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "fake"}
    return f"data: {json.dumps(frame | {'choices': [choice]})}\n\n"


def _anthropic(reply: Reply) -> Iterator[str]:
    usage = {"input_tokens": 1, "output_tokens": 1}
    message = {"id": "1", "type": "message", "role": "assistant", "model": "fake", "content": []}
    unfinished = {"stop_reason": None, "stop_sequence": None, "usage": usage}
    yield _event("message_start", message=message | unfinished)
    yield _event("content_block_start", index=0, content_block={"type": "text", "text": ""})
    for token in reply.tokens:
        time.sleep(reply.pause)
        delta = {"type": "text_delta", "text": token}
        yield _event("content_block_delta", index=0, delta=delta)
    if reply.cut:
        return
    yield from _pings(reply)
    yield _event("content_block_stop", index=0)
    end = {"stop_reason": "end_turn", "stop_sequence": None}
    yield _event("message_delta", delta=end, usage=usage)
    yield _event("message_stop")


def _event(kind: str, **values: object) -> str:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **values})}\n\n"


def _pings(reply: Reply) -> Iterator[str]:
    while reply.pings:
        time.sleep(0.05)
        yield ": still here\n\n"
