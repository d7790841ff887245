"""Host names and addresses."""

import ipaddress


def is_loopback(host: str) -> bool:
    """Whether it can only mean this machine; a name that has to be looked up cannot."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_origin(text: str) -> bool:
    """`https://host` or `https://host:port`, as browsers write it."""
    scheme, _, rest = text.partition("://")
    return scheme in {"http", "https"} and bool(rest) and "/" not in rest and rest.isprintable()
