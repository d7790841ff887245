"""Host names and addresses."""

import ipaddress
from urllib.parse import urlsplit


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
    try:
        parts = urlsplit(text)
        whole = bool(parts.hostname) and parts.port != 0 and not parts.netloc.endswith(":")
    except ValueError:
        return False
    plain = text.isprintable() and not any(sign in ' @\\"<>' for sign in text)
    return (
        whole and plain and parts.scheme in {"http", "https"} and text == f"{parts.scheme}://{parts.netloc}"
    )
