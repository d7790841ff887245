"""What the containers share, and what they must not: looked at from inside."""

from engines import Engine
from progress import Missing

BASE = "/var/lib/callcenter"
SHARED = (f"{BASE}/asterisk/log", f"{BASE}/asterisk/recordings")
GROUP = "10061"


def look(engine: Engine, call_id: str) -> str:
    """Both write in the shared folders by one group; Asterisk sees no secret; files are their owner's."""
    for service in ("asterisk", "platform"):
        for folder in SHARED:
            probe = f"{folder}/check-of-{service}"
            engine.execute(service, "sh", "-c", f"umask 077; echo x >{probe} && rm {probe}")
        groups = set(engine.execute(service, "stat", "-c", "%g", *SHARED).split())
        _must(groups == {GROUP}, f"{service}: {groups} ≠ {GROUP}")
        written = engine.execute(service, "find", *SHARED, "-type", "f", "-perm", "/077")
        _must(not written, f"{service}: {written}")
    sound = engine.execute(
        "platform", "find", SHARED[1], "-name", f"{call_id}.*", "-size", "+44c", "-printf", "%s"
    )
    _must(sound.isdigit(), f"platform: no recording of {call_id}")
    hidden = " ".join(f"{BASE}/{name}" for name in ("secrets", "database", "postgresql", "tls/ca.key"))
    seen = engine.execute("asterisk", "sh", "-c", f"ls -d {hidden} 2>/dev/null || :")
    _must(not seen, f"asterisk: {seen}")
    open_to_others = engine.execute(
        "platform", "find", f"{BASE}/secrets", f"{BASE}/database", "-type", "f", "!", "-perm", "600",
        "!", "-name", "*.pem",
    )  # fmt: skip
    _must(not open_to_others, f"platform: {open_to_others}")
    return f"group {GROUP}, files 0600, recording {int(sound) // 1000} kB"


def _must(holds: bool, said: str) -> None:  # noqa: FBT001 - a condition, not a switch
    if not holds:
        raise Missing(f"文件权限不符:{said}", f"files are not as they should be: {said}")
