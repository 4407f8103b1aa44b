"""Where requests may go: to the internet, and to what an administrator names inside (security 28)."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from watchbell.conf import get_settings
from watchbell.errors import ConfigurationError, ExecutionError
from watchbell.executors.remote import TargetNotReached

Address = IPv4Address | IPv6Address
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_COMPATIBLE = IPv6Network("::/96")


@dataclass(frozen=True)
class Allowed:
    """What the setting `outgoing_allowed` names beside the internet."""

    hosts: frozenset[str]
    networks: tuple[IPv4Network | IPv6Network, ...]

    def permits(self, host: str, address: Address) -> bool:
        """Whether a request to `host`, which is at `address`, may be sent."""
        true_address = _unwrapped(address)
        if _is_public(true_address) or host.lower().rstrip(".") in self.hosts:
            return True
        return any(one in network for network in self.networks for one in (address, true_address))


def addresses_of(host: str, port: int) -> list[str]:
    """The addresses to connect to, each of which is permitted.

    Raises ExecutionError `outgoing_refused` where one of them is not, TargetNotReached where there is none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise TargetNotReached("target_host_unknown", host=host[:200]) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    allowed = _allowed(get_settings().outgoing_allowed)
    for address in addresses:
        if not allowed.permits(host, ip_address(address)):
            raise ExecutionError("outgoing_refused", host=host[:200], address=address)
    return addresses


def wrong_url(url: str, field: str) -> list[ConfigurationError]:
    """What is wrong with an address that somebody wrote down."""
    try:
        parts = urlsplit(url)
        port_is_possible = parts.port != 0
    except ValueError:
        return [ConfigurationError("url_invalid", field=field)]
    if any(ord(letter) <= 32 or ord(letter) == 127 for letter in url) or "\\" in url:
        return [ConfigurationError("url_invalid", field=field)]
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_possible:
        return [ConfigurationError("url_invalid", field=field)]
    if "@" in parts.netloc:
        return [ConfigurationError("url_with_password", field=field)]
    return []


@lru_cache(maxsize=8)
def _allowed(setting: str) -> Allowed:
    hosts, networks = set(), []
    for part in filter(None, (part.strip() for part in setting.split(","))):
        try:
            networks.append(ip_network(part.strip("[]"), strict=False))
        except ValueError:
            hosts.add(part.lower().rstrip("."))
    return Allowed(frozenset(hosts), tuple(networks))


def _is_public(address: Address) -> bool:
    # `is_global` alone says yes to multicast, and to some ranges that are only reserved.
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    )


def _unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 address leads to by mapping, NAT64 or 6to4."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour or address
    if any(address in network for network in _NAT64):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _COMPATIBLE and int(address) > 1:
        return IPv4Address(int(address))
    return address
