"""Where connections go, and how they end."""

import errno
import socket
import ssl
import threading
from functools import partial
from pathlib import Path

import httpcore
import httpx
import pytest

from assistant.intake import Page
from assistant.sources.web import addresses, connection, exchange, failures
from tests.conftest import eventually
from tests.web.server import HTML, reason, sending, serve, web_server

TLS = Path(__file__).parent.parent / "data" / "news-example-tls.pem"
MINUTE = 60.0


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://LOCALHOST.:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f.1:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://0.0.0.0:{port}/",
    ],
)
def test_nothing_private_is_asked(fetcher_of, url):
    with web_server(sending(HTML, b"\r\nsecret")) as server:
        item = fetcher_of(allowed_hosts=()).fetch(url.format(port=server.port))
        assert "no public address" in reason(item)
        assert server.requests == []


@pytest.mark.parametrize("url", ["ftp://localhost/a", "nonsense", "http://u:p@localhost/", ""])
def test_what_is_no_address_of_a_page_is_refused(fetcher, url):
    item = fetcher.fetch(url)
    assert reason(item)
    assert item.item == url


def test_the_address_that_was_checked_is_the_one_that_is_connected_to(fetcher_of, monkeypatch):
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    connected: list[str] = []

    def connect(_backend, host, *_args):
        connected.append(host)
        raise httpcore.ConnectError

    monkeypatch.setattr(addresses, "resolve", lambda *_: next(answers))
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    told = reason(fetcher_of(allowed_hosts=()).fetch("http://rebinding.example/"))
    # Tried again, the name leads to this machine.
    assert connected == ["93.184.216.34"]
    assert "rebinding.example leads to 127.0.0.1" in told


def test_the_server_is_told_the_name_of_the_host(fetcher_of, monkeypatch):
    monkeypatch.setattr(addresses, "resolve", lambda *_: ["127.0.0.1"])
    with web_server(sending(HTML, b"\r\nNews.")) as server:
        url = f"http://news.example:{server.port}/a"
        assert isinstance(fetcher_of(allowed_hosts=("news.example",)).fetch(url), Page)
        assert len(server.requests) == 2
        assert all(f"Host: news.example:{server.port}\r\n" in r for r in server.requests)


def test_the_next_address_is_tried_where_the_first_is_deaf(fetcher_of, monkeypatch):
    monkeypatch.setattr(addresses, "resolve", lambda *_: ["::1", "127.0.0.1"])
    with web_server(sending(HTML, b"\r\nNews.")) as server:
        url = f"http://news.example:{server.port}/a"
        assert isinstance(fetcher_of(allowed_hosts=("news.example",)).fetch(url), Page)


def test_proxies_of_the_environment_are_not_used(site, fetcher, monkeypatch):
    with web_server(sending(HTML, b"\r\nby proxy")) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert fetcher.fetch(serve(site, "/a", "direct")).content == b"direct"
        assert proxy.requests == []


def test_an_unknown_host_is_named_once_and_for_all_its_pages(fetcher, monkeypatch):
    asked: list[str] = []

    def fail(host, *_args, **_options):
        asked.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "no")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    for path in "ab":
        told = reason(fetcher.fetch(f"http://nowhere.example/{path}"))
        assert told == "The host nowhere.example is not known; check the address."
    assert asked == ["nowhere.example"]


def test_a_refused_connection_is_told(fetcher):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    told = reason(fetcher.fetch(f"http://127.0.0.1:{port}/"))
    assert told == "127.0.0.1 refuses the connection; try again later."


def test_a_dead_server_is_not_waited_for_page_after_page(fetcher, monkeypatch):
    with web_server(sending(HTML, b"\r\nNews.")) as server:
        assert isinstance(fetcher.fetch(server.url), Page)
    tries: list[int] = []

    def refuse(*_args):
        tries.append(1)
        raise httpcore.ConnectError(ConnectionRefusedError(errno.ECONNREFUSED, "refused"))

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", refuse)
    told = {reason(fetcher.fetch(f"{server.url}{n}")) for n in range(10)}
    assert told == {"127.0.0.1 refuses the connection; try again later."}
    assert len(tries) == 3 * 3


def server_tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS)
    return context


@pytest.fixture
def trusted(monkeypatch):
    """The certificate of news.example, which is at home here."""
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS))
    monkeypatch.setattr(addresses, "resolve", lambda *_: ["127.0.0.1"])
    return ("news.example", "other.example")


def test_tls_is_checked_against_the_name_of_the_host(trusted, fetcher_of):
    with web_server(sending(HTML, b"\r\nNews."), server_tls()) as server:
        fetcher = fetcher_of(allowed_hosts=trusted)
        assert fetcher.fetch(f"https://news.example:{server.port}/").content == b"News."
        told = reason(fetcher.fetch(f"https://other.example:{server.port}/"))
        assert told.startswith("The certificate of other.example cannot be trusted (Hostname")


def test_a_certificate_that_nobody_vouches_for_is_told(fetcher):
    with web_server(sending(HTML, b"\r\nNews."), server_tls()) as server:
        told = reason(fetcher.fetch(server.url))
    assert told == "The certificate of 127.0.0.1 cannot be trusted (self-signed certificate)."


def test_a_server_without_tls_is_told(site, fetcher):
    told = reason(fetcher.fetch(site.url_for("/a").replace("http:", "https:")))
    assert told.startswith("localhost makes no secure connection (")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"", "disconnected without sending a response"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "is not HTTP"),
        (HTML + b"Content-Length: 100\r\n\r\nhalf", "breaks off"),
        (HTML + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", "is not HTTP"),
        (HTML + b"X: " + b"x" * 200_000, "is not HTTP"),
    ],
    ids=["nothing", "no HTTP", "half a page", "bad chunks", "endless headers"],
)
def test_broken_answers_are_asked_for_again_and_told(fetcher, sent, said):
    with web_server(sending(sent)) as server:
        told = reason(fetcher.fetch(server.url))
        assert told.startswith("What 127.0.0.1 sent breaks off or is not HTTP (")
        assert said in told
        assert len(server.requests) == 1 + 3


def test_a_silent_server_is_left(fetcher, monkeypatch):
    ended = threading.Event()
    with web_server(lambda _: ended.wait(MINUTE)) as server:
        fetcher.robots_sitemaps(server.url)  # these rules come in time
        monkeypatch.setattr(exchange, "READ_SECONDS", 0.05)
        told = reason(fetcher.fetch(server.url))
        assert told == "127.0.0.1 fell silent; try again later."
        eventually(lambda: len(server.requests) == 1 + 3)
    ended.set()


@pytest.mark.parametrize("head", [b"", HTML + b"\r\n"], ids=["headers", "body"])
def test_a_dripping_server_is_left_after_a_while(fetcher, monkeypatch, head):
    now = [0.0]

    def drip(connection):
        connection.sendall(head)
        while not server.ended.wait(0.02):
            connection.sendall(b"H")
            now[0] += 10.0

    monkeypatch.setattr(connection, "monotonic", lambda: now[0])
    with web_server(drip) as server:
        told = reason(fetcher.fetch(server.url))
        assert told == "The page was not complete after 60 s; try later."
        assert len(server.requests) == 1 + 1


NAMED = [
    value
    for name in httpcore.__all__
    if isinstance(value := getattr(httpcore, name), type) and issubclass(value, Exception)
]


@pytest.mark.parametrize("kind", NAMED, ids=lambda kind: kind.__name__)
def test_every_error_of_httpcore_is_named(kind):
    with pytest.raises(failures.Failed, match=r"\w+.*\.$") as caught, failures.translated("host"):
        raise kind("why")
    assert isinstance(caught.value.__cause__, kind)


def test_an_address_that_httpx_does_not_take_is_named():
    with pytest.raises(failures.Refused) as caught:
        addresses.parse("http://localhost:port/")
    assert isinstance(caught.value.__cause__, httpx.InvalidURL)


def test_other_errors_pass_as_they_are():
    with pytest.raises(ZeroDivisionError), failures.translated("host"):
        partial(divmod, 1, 0)()
