"""Which addresses may be fetched from: public ones, over http and https."""

import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx

from assistant.sources.web.failures import Refused, Unreachable

_NAT64 = ip_network("64:ff9b::/96")
_UNICAST = ip_network("2000::/3")
# What `is_global` lets through, in some or all Python versions: protocol assignments
# (a cloud's metadata service among them), relays and tunnels into IPv4, documentation,
# and the public address at which Azure keeps its platform service.
_NOT_PUBLIC = tuple(
    ip_network(network)
    for network in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "168.63.129.16/32",
        "2001::/23",
        "2002::/16",
        "3fff::/20",
    )
)


def parse(url: str) -> httpx.URL:
    """The address in its plain form; raises Refused if it is none that can be fetched."""
    try:
        parsed = httpx.URL(url.strip())
        host = parsed.host.rstrip(".")
    except (httpx.InvalidURL, UnicodeError) as error:  # the latter of a host such as `xn--`
        raise Refused(f"This is not a valid address ({error}).") from error
    if not parsed.scheme:
        raise Refused("This is no web address; those begin with https:// or http://.")
    if parsed.scheme not in ("http", "https"):
        raise Refused(f"Only http and https addresses are fetched, not {parsed.scheme!r}.")
    if parsed.userinfo:
        raise Refused("Addresses with a user name or password are not fetched; leave them out.")
    if not host or not 1 <= (parsed.port or 80) <= 65535 or parsed.port == 0:
        raise Refused("This is not a valid address (it lacks a host name or a possible port).")
    return parsed if host == parsed.host else parsed.copy_with(host=host)


def checked(host: str, port: int, allowed: Collection[str]) -> list[str]:
    """The IP addresses of a host, all of them public unless the host is `allowed` by name.

    One look-up, whose result is what must be connected to: a second one might be answered
    otherwise (DNS rebinding). Raises Refused, or Unreachable if the name is not known.
    """
    found = resolve(host, port)
    for address in found:
        if host not in allowed and not is_public(address):
            raise Refused(
                f"{host} leads to {address}, which is no public address and is not asked; "
                "if it is meant, name the host in the setting allowed_hosts."
            )
    return found


def resolve(host: str, port: int) -> list[str]:
    """Every IP address of a host name; odd notations such as 0x7f.1 come out plain."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            reason = f"The name {host} cannot be looked up now; try again later."
            raise Unreachable(reason, passing=True) from error
        raise Unreachable(f"The host {host} is not known; check the address.") from error
    except UnicodeError as error:
        raise Unreachable(f"The host {host} cannot exist; check the address.") from error
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    ip: IPv4Address | IPv6Address = ip_address(address)
    if isinstance(ip, IPv6Address):
        if ip in _NAT64:
            ip = IPv4Address(int(ip) & 0xFFFFFFFF)
        elif ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        elif ip not in _UNICAST:
            return False
    return ip.is_global and not ip.is_multicast and not any(ip in net for net in _NOT_PUBLIC)
