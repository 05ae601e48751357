import socket

import pytest

from assistant.sources.web import addresses
from assistant.sources.web.failures import Refused, Unreachable

PUBLIC = ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
NOT_PUBLIC = {
    "loopback": "127.0.0.1", "all of loopback": "127.255.0.9", "loopback 6": "::1",
    "private 10": "10.0.0.1", "private 172": "172.16.5.4", "private 192": "192.168.1.1",
    "unique local": "fd12::1", "site local": "fec0::1", "link local": "169.254.7.7",
    "link local 6": "fe80::1", "with a zone": "fe80::1%1", "metadata": "169.254.169.254",
    "metadata 6": "fd00:ec2::254", "metadata in 192.0.0": "192.0.0.192",
    "platform": "168.63.129.16", "carrier NAT": "100.64.0.1", "metadata in carrier NAT":
    "100.100.100.200", "multicast": "224.0.1.1", "multicast 6": "ff0e::1", "reserved":
    "240.0.0.1", "broadcast": "255.255.255.255", "unspecified": "0.0.0.0", "this network":
    "0.1.2.3", "unspecified 6": "::", "benchmarks": "198.18.0.1", "examples": "203.0.113.1",
    "examples 6": "2001:db8::1", "mapped loopback": "::ffff:127.0.0.1", "mapped private":
    "::ffff:10.0.0.1", "compatible": "::127.0.0.1", "NAT64 of loopback": "64:ff9b::7f00:1",
    "NAT64 of metadata": "64:ff9b::a9fe:a9fe", "local NAT64": "64:ff9b:1::7f00:1",
    "6to4": "2002:7f00:1::", "Teredo": "2001:0:7f00:1::",
}  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_public(address):
    assert addresses.is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC.values(), ids=NOT_PUBLIC.keys())
def test_all_other_addresses_are_not(address):
    assert not addresses.is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f.1", "0x7f000001", "017700000001", "127.1", "::1"]
)
def test_loopback_is_refused_in_every_notation(host):
    with pytest.raises(Refused, match=r"no public address.*allowed_hosts"):
        addresses.checked(host, 80, ())


def test_one_private_address_among_public_ones_is_enough(monkeypatch):
    monkeypatch.setattr(addresses, "resolve", lambda *_: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(Refused, match=r"news\.example leads to 10\.0\.0\.1"):
        addresses.checked("news.example", 443, ())


def test_hosts_are_allowed_by_their_exact_name():
    assert addresses.checked("127.0.0.1", 80, ("127.0.0.1",)) == ["127.0.0.1"]
    for host in ("127.0.0.2", "2130706433"):
        with pytest.raises(Refused):
            addresses.checked(host, 80, ("127.0.0.1",))


@pytest.mark.parametrize(
    ("code", "passing", "reason"),
    [
        (socket.EAI_NONAME, False, "not known; check the address"),
        (socket.EAI_AGAIN, True, "cannot be looked up now; try again later"),
    ],
)
def test_a_name_that_is_not_found_is_told_from_one_that_may_be_later(
    monkeypatch, code, passing, reason
):
    def fail(*_args, **_options):
        raise socket.gaierror(code, "no")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(Unreachable, match=reason) as caught:
        addresses.resolve("nowhere.example", 80)
    assert caught.value.passing == passing


@pytest.mark.parametrize("host", ["a" * 64 + ".example", "news..example"])
def test_impossible_names_are_not_looked_up(host):
    with pytest.raises(Unreachable, match="cannot exist"):
        addresses.resolve(host, 80)


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("  http://news.example/a \n", "http://news.example/a"),
        ("HTTP://News.Example./a#part", "http://news.example/a#part"),
        ("http://bücher.example/ö?ü", "http://xn--bcher-kva.example/%C3%B6?%C3%BC"),
        ("http://127。0。0。1/", "http://127.0.0.1/"),
        ("https://[::1]:8443/", "https://[::1]:8443/"),
    ],
)
def test_addresses_are_brought_into_plain_form(url, plain):
    assert str(addresses.parse(url)) == plain


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://news.example/a", "Only http and https addresses are fetched, not 'ftp'"),
        ("file:///etc/passwd", "not 'file'"),
        ("javascript:alert(1)", "not 'javascript'"),
        ("news.example/a", "begin with https://"),
        ("//news.example/a", "begin with https://"),
        ("", "begin with https://"),
        ("http:///a", "lacks a host name"),
        ("http://./a", "lacks a host name"),
        ("http://news.example:0/", "possible port"),
        ("http://news.example:99999/", "possible port"),
        ("http://news.example:port/", "not a valid address"),
        ("http://[::1/", "not a valid address"),
        ("http://a\0b.example/", "not a valid address"),
        ("http://①②⑦.0.0.1/", "not a valid address"),
        ("http://xn--/", "not a valid address"),
        ("http://user:secret@news.example/", "user name or password"),
        ("http://news.example@127.0.0.1/", "user name or password"),
    ],
)
def test_what_cannot_be_an_address_of_a_page_is_refused(url, reason):
    with pytest.raises(Refused, match=reason):
        addresses.parse(url)
