"""Servers on loopback: pytest-httpserver for good manners, sockets for bad ones."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from pytest_httpserver import HTTPServer

from assistant.intake import Item, Skipped

Answer = Callable[[socket.socket], object]
HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
NO_RULES = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def serve(server: HTTPServer, path: str, text: str | bytes = "<p>News.</p>", **options) -> str:
    """Puts a page on the server; its address."""
    options = {"content_type": "text/html; charset=utf-8", **options}
    server.expect_request(path).respond_with_data(text, **options)
    return server.url_for(path)


def redirect(server: HTTPServer, path: str, target: str) -> str:
    """Puts a redirect on the server; its address."""
    headers = {"Location": target}
    server.expect_request(path).respond_with_data("", status=302, headers=headers)
    return server.url_for(path)


def paths(server: HTTPServer) -> list[str]:
    """The paths of all requests but those for robots.txt."""
    return [request.path for request, _ in server.log if request.path != "/robots.txt"]


def reason(item: Item) -> str:
    """Why the item was left out."""
    assert isinstance(item, Skipped), item
    return item.reason


class WebServer:
    """Answers robots.txt with 404 and every other request by `answer`; keeps the requests."""

    def __init__(self, answer: Answer, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[str] = []
        self.ended = threading.Event()
        self._answer = answer
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self.port}/"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while not self.ended.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        # The reader may leave at any moment: that is what is being tested.
        with suppress(OSError), connection:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection:
                request = connection.recv(65536).decode("latin-1")
                self.requests.append(request)
                if request.startswith("GET /robots.txt"):
                    connection.sendall(NO_RULES)
                else:
                    self._answer(connection)

    def close(self) -> None:
        self.ended.set()
        self._listener.close()


@contextmanager
def web_server(answer: Answer, tls: ssl.SSLContext | None = None) -> Iterator[WebServer]:
    server = WebServer(answer, tls)
    try:
        yield server
    finally:
        server.close()


def sending(*parts: bytes) -> Answer:
    """Sends the parts and ends."""
    return lambda connection: connection.sendall(b"".join(parts))
