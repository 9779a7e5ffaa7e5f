"""Where somebody comes from, as coarse as a limit needs it: whoever has one address of a network may have all of it."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# Of IPv6 one line has a /64, a household or an office commonly a /56; a site, or whoever rents servers by the thousand, a /48.
LINE, OFFICE, SITE = 64, 56, 48
# Of IPv4 that is a /24: the smallest that is routed by itself.
SITE_IPV4 = 24


def read(address: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(address)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def network(address: str) -> str:
    """The one network to count `address` in: itself, or its /56 for IPv6; what is no address stands for itself."""
    found = read(address)
    return address if found is None else str(found) if found.version == 4 else around(found, OFFICE)


def site(address: str) -> str:
    """What has its turns as one, whoever else of it waits: the /24 of IPv4, the /48 of IPv6."""
    found = read(address)
    return address if found is None else around(found, SITE_IPV4 if found.version == 4 else SITE)


def networks_of(address: str) -> list[str]:
    """The networks to count `address` in, the narrow one first: one IPv4 address; of IPv6 the /64, and the /48 around it.

    Empty for what is no address, such as a socket file's, and for this machine itself: its proxy, when the operator did not
    say that there is one, or a load test.
    """
    found = read(address)
    if found is None or found.is_loopback:
        return []
    return [str(found)] if found.version == 4 else [around(found, bits) for bits in (LINE, SITE)]


def around(found: IPv4Address | IPv6Address, bits: int) -> str:
    return str(ip_network((found.packed, bits), strict=False))


def visitor(scope: dict) -> list:
    """Who asks, by what the proxy says of them: X-Real-IP, when it is there once and holds one address and nothing else.

    A list is what a visitor made up and a proxy only added to; then it is the proxy that counts as the visitor.
    """
    given = [value for name, value in scope["headers"] if name == b"x-real-ip"]
    try:
        return [str(ip_address(given[0].decode("ascii"))), 0] if len(given) == 1 else scope["client"]
    except ValueError:
        return scope["client"]
