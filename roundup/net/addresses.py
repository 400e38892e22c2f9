"""Which addresses may be reached: the public internet, and what `[fetch] allow_hosts` names besides.

The address judged is the one connected to, so no spelling, redirect or change of a name's answer gets round it.
Which blocks are not public: IANA's IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, RFC 8190), and for
addresses that carry an IPv4 address, RFC 4291 2.5.5 (mapped) and RFC 6052 (NAT64).
"""

from __future__ import annotations

import socket
from bisect import bisect_right
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

from roundup.dataclass import dataclass
from roundup.errors import ConfigError

IPAddress = IPv4Address | IPv6Address
IPNetwork = IPv4Network | IPv6Network

# Listed here because what `ipaddress` itself calls global differs between Python releases.
_NOT_PUBLIC_V4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
    )
)
_NOT_PUBLIC_V6 = tuple(
    IPv6Network(block)
    for block in ("::/3", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "4000::/2", "8000::/1")
)
_NAT64 = int(IPv6Address("64:ff9b::")) >> 32
_NOWHERE = IPv4Address(0)


def _edges(blocks: Iterable[IPNetwork]) -> tuple[int, ...]:
    """Where blocks, in order and apart from each other, begin and end: an odd place among these is inside of one."""
    return tuple(edge for b in blocks for edge in (int(b.network_address), int(b.broadcast_address) + 1))


_EDGES_V4 = _edges(_NOT_PUBLIC_V4)
_EDGES_V6 = _edges(_NOT_PUBLIC_V6)


def parse_address(text: str) -> IPAddress:
    """An address as the resolver gives it, a zone ("%eth0") left off. An IPv4 address inside an IPv6 one comes out.

    Raises ValueError.
    """
    try:
        if ":" not in text:
            return IPv4Address(socket.inet_pton(socket.AF_INET, text))
        address = IPv6Address(socket.inet_pton(socket.AF_INET6, text.partition("%")[0]))
    except OSError:
        raise ValueError(f"{text!r} is no address") from None
    return address.ipv4_mapped or address


def is_public(address: IPAddress) -> bool:
    """Whether an address belongs to the public internet, whatever it is wrapped in."""
    number = int(address)
    if isinstance(address, IPv4Address):
        return bisect_right(_EDGES_V4, number) % 2 == 0
    if address.ipv4_mapped:
        return is_public(address.ipv4_mapped)
    if number >> 32 == _NAT64:
        return is_public(IPv4Address(number & 0xFFFFFFFF))
    return bisect_right(_EDGES_V6, number) % 2 == 0


@dataclass(frozen=True, slots=True)
class Allowance:
    """One entry of `allow_hosts`: a host by name or a network, and a port (None: any)."""

    host: str
    network: IPNetwork | None
    port: int | None

    def covers(self, host: str, address: IPAddress, port: int) -> bool:
        """Whether a connection to `address`, made for the name `host`, is what this entry permits."""
        if self.port not in (None, port):
            return False
        if self.network is None:
            return host.rstrip(".").lower() == self.host
        return address in self.network


def parse_allowance(entry: str) -> Allowance:
    """`host:port`, `ip:port`, `network:port`; IPv6 in square brackets; `*` for any port. Raises ConfigError."""
    host, colon, port = entry.strip().rpartition(":")
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    number = int(port) if port.isascii() and port.isdigit() and len(port) <= 5 else None
    if not colon or not bare or (number is None and port != "*") or (":" in bare and bare == host):
        raise _bad_entry(entry)
    if number is not None and not 0 < number < 65536:
        raise _bad_entry(entry)
    try:
        return Allowance("", _plain_network(bare), number)
    except ValueError:
        if "/" in bare or ":" in bare:
            raise _bad_entry(entry) from None
    return Allowance(_ascii_host(bare, entry), None, number)


def _plain_network(text: str) -> IPNetwork:
    # Host bits may be set: 10.1.2.3/16 is what people write.
    network = ip_network(text, strict=False)
    mapped = network.network_address.ipv4_mapped if isinstance(network, IPv6Network) else None
    return IPv4Network((mapped, network.prefixlen - 96), strict=False) if mapped else network


def _ascii_host(host: str, entry: str) -> str:
    try:
        return host.rstrip(".").lower().encode("ascii" if host.isascii() else "idna").decode("ascii")
    except UnicodeError:
        raise _bad_entry(entry) from None


def _bad_entry(entry: str) -> ConfigError:
    return ConfigError(
        f"[fetch] allow_hosts has the entry {entry!r}, which is no host and port",
        hint='Write it like "intranet.example:443", "10.1.2.3:8080", "10.1.0.0/16:*" or "[fd00::/8]:443".',
    )


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """The public internet plus what the desk's settings allow."""

    allowances: tuple[Allowance, ...] = ()

    @classmethod
    def of(cls, allow_hosts: Iterable[str]) -> AddressPolicy:
        """The policy of a desk's `allow_hosts`. Raises ConfigError for an entry that cannot be read."""
        return cls(tuple(parse_allowance(entry) for entry in allow_hosts))

    def permits(self, host: str, address: str, port: int) -> bool:
        """Whether `address`, found for the name `host`, may be connected to on `port`."""
        ip = parse_address(address)
        return is_public(ip) or any(a.covers(host, ip, port) for a in self.allowances)

    def names(self, host: str, port: int) -> bool:
        """Whether `allow_hosts` permits this host by what it is called, or by its numbers if it is written in them."""
        named = any(a.network is None and a.covers(host, _NOWHERE, port) for a in self.allowances)
        if named or not self.allowances:
            return named
        try:
            ip = parse_address(host)
        except ValueError:
            return False
        return any(a.covers(host, ip, port) for a in self.allowances)


def as_entry(host: str, port: int) -> str:
    """What to write into `allow_hosts` to permit this host and port."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
