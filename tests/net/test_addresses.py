"""Which addresses are public, and what `allow_hosts` means: pure."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.errors import ConfigError
from roundup.net.addresses import AddressPolicy, as_entry, is_public, parse_address, parse_allowance

PUBLIC = """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1 169.253.255.255
169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.0.3.0 192.88.98.255 192.88.100.0 192.167.255.255 192.169.0.0
198.17.255.255 198.20.0.0 198.51.99.255 198.51.101.0 203.0.112.255 203.0.114.0 223.255.255.255
2000:: 2001:200::1 2001:4860:4860::8888 2001:db7::1 2001:db9::1 2003::1 2a00:1450:4009::1 3ffe::1 3fff:1000::1
::ffff:8.8.8.8 64:ff9b::8.8.8.8
"""
NOT_PUBLIC = """
0.0.0.0 0.1.2.3 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.1 127.255.255.255 169.254.169.254
172.16.0.0 172.31.255.255 192.0.0.0 192.0.0.170 192.0.2.1 192.88.99.1 192.168.0.0 192.168.255.255 198.18.0.0
198.19.255.255 198.51.100.7 203.0.113.7 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::2 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:0:127.0.0.1 64:ff9b::10.0.0.1
64:ff9b::169.254.169.254 64:ff9b:1::1 100::1 2001::1 2001:0:4136:e378::1 2001:10::1 2001:1ff::1 2001:db8::1
2002:7f00:1:: 2002:808:808:: 3fff::1 3fff:fff::1 4000::1 5f00::1 fc00::1 fdff::1 fe80::1 fec0::1 ff02::1
"""


@pytest.mark.parametrize("address", PUBLIC.split())
def test_public_addresses_are_public(address: str) -> None:
    """Up to the last one before each special block, and from the first one after it."""
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", NOT_PUBLIC.split())
def test_special_addresses_are_not_public(address: str) -> None:
    """Private, local, shared, reserved, documentation, multicast, and whatever carries an address of its own."""
    assert not is_public(ip_address(address))


@given(st.ip_addresses(v=4))
def test_an_address_in_disguise_is_judged_as_what_it_is(address: IPv4Address) -> None:
    """Mapped into IPv6 or behind NAT64, an IPv4 address is as public as in plain; otherwise embedded, never."""
    number = int(address)
    public = is_public(address)
    assert is_public(IPv6Address(0xFFFF << 32 | number)) == public
    assert is_public(IPv6Address(0x64FF9B << 96 | number)) == public
    assert not is_public(IPv6Address(number))
    assert not is_public(IPv6Address(0x2002 << 112 | number << 80))
    if public:
        assert address.is_global


@given(st.ip_addresses(v=6))
def test_what_python_calls_private_is_never_public(address: IPv6Address) -> None:
    """Our rule is narrower than the standard library's, never wider."""
    if is_public(address) and not address.ipv4_mapped:
        assert address.is_global
        assert not address.is_multicast
        assert not address.is_link_local


@given(st.ip_addresses(), st.integers(1, 65535))
def test_the_entry_for_an_address_permits_exactly_that_address_and_port(
    address: IPv4Address | IPv6Address, port: int
) -> None:
    """What a refusal tells to add is read back as what was refused."""
    policy = AddressPolicy.of([as_entry(str(address), port)])
    assert policy.permits(str(address), str(address), port)
    if not is_public(address):
        assert not policy.permits(str(address), str(address), port % 65535 + 1)
        other = "10.9.8.7" if str(address) != "10.9.8.7" else "10.9.8.6"
        assert not policy.permits(other, other, port)


@pytest.mark.parametrize(
    ("entry", "host", "address", "port"),
    [
        ("10.1.2.3:80", "x", "10.1.2.3", 80),
        ("10.1.2.3:80", "x", "::ffff:10.1.2.3", 80),
        ("10.1.0.0/16:443", "x", "10.1.255.255", 443),
        ("10.1.2.3/16:443", "x", "10.1.9.9", 443),
        ("10.1.0.0/16:*", "x", "10.1.0.1", 65535),
        ("[fd00::/8]:443", "x", "fd12::1", 443),
        ("[::1]:8080", "x", "::1", 8080),
        ("[fe80::1]:80", "x", "fe80::1%eth0", 80),
        ("[::ffff:10.0.0.0/104]:80", "x", "10.3.2.1", 80),
        (" intranet.example:443 ", "intranet.example", "10.0.0.1", 443),
        ("Intranet.Example.:443", "INTRANET.example.", "fd00::1", 443),
        ("bücher.example:80", "xn--bcher-kva.example", "10.0.0.1", 80),
    ],
)
def test_an_entry_permits_what_it_names(entry: str, host: str, address: str, port: int) -> None:
    """By address, network or name, in any spelling of them."""
    assert AddressPolicy.of([entry]).permits(host, address, port)


@pytest.mark.parametrize(
    ("entry", "host", "address", "port"),
    [
        ("10.1.2.3:80", "10.1.2.3", "10.1.2.4", 80),
        ("10.1.2.3:80", "x", "10.1.2.3", 81),
        ("10.1.0.0/16:443", "x", "10.2.0.0", 443),
        ("[::1]:80", "x", "127.0.0.1", 80),
        ("127.0.0.1:80", "x", "::1", 80),
        ("intranet.example:443", "evil.intranet.example", "10.0.0.1", 443),
        ("intranet.example:443", "intranet.example.evil.example", "10.0.0.1", 443),
        ("intranet.example:443", "intranet.example", "10.0.0.1", 80),
    ],
)
def test_an_entry_permits_nothing_else(entry: str, host: str, address: str, port: int) -> None:
    """Neighbours, other ports, other families and names that only look alike stay out."""
    assert not AddressPolicy.of([entry]).permits(host, address, port)


@pytest.mark.parametrize(
    "entry",
    ["", ":", "10.0.0.1", ":80", "host:", "host:http", "host:0", "host:65536", "host:-1", "host:８０", "10.0.0.0/33:80",
     "::1:80", "fd00::/8:443", "[::1]", "[]:80", "host/8:80", "a" * 70 + "ü.example:80"],
)  # fmt: skip
def test_an_entry_that_makes_no_sense_is_a_settings_error(entry: str) -> None:
    """The entry is shown, with examples of good ones."""
    with pytest.raises(ConfigError) as caught:
        parse_allowance(entry)
    assert repr(entry) in caught.value.message
    assert "intranet.example:443" in caught.value.hint


def test_a_zone_is_no_part_of_an_address() -> None:
    """fe80::1%eth0 is fe80::1."""
    assert parse_address("fe80::1%eth0") == IPv6Address("fe80::1")


def test_without_entries_only_the_public_internet_is_permitted() -> None:
    """The default policy."""
    policy = AddressPolicy()
    assert policy.permits("blog.example", "8.8.8.8", 443)
    assert not policy.permits("blog.example", "127.0.0.1", 443)
