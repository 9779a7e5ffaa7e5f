"""Under which keys things are counted: hashes that nobody can make or undo without SECRET_KEY, so that no table of limits is a
list of mailboxes or internet addresses."""

from ipaddress import ip_address, ip_network

from django.utils.crypto import salted_hmac

# What a household or an office is commonly given of IPv6: whoever has one has as many addresses as they like.
IPV6_PREFIX = 56


def hashed(*parts: object) -> str:
    """40 hexadecimal digits that stand for these parts, in their order."""
    said = "\0".join(str(part) for part in parts)
    return salted_hmac("dialogue.limits", said, algorithm="sha256").hexdigest()[:40]


def network(address: str) -> str:
    """The network an internet address belongs to: itself, or its /56 for IPv6; what is no address stands for itself."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if ip.version == 6 and ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ip) if ip.version == 4 else str(ip_network(f"{ip}/{IPV6_PREFIX}", strict=False))
