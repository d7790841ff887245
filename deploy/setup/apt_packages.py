"""Debian packages: only the missing ones are installed, and only by root."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from progress import Missing, call

# What proves that a package is not needed any more: a program on the PATH, or a file (with wildcards).
PROOFS = {
    "ca-certificates": "/etc/ssl/certs/ca-certificates.crt",
    "tzdata": "/usr/share/zoneinfo/Asia/Shanghai",
    "espeak-ng": "espeak-ng",
    "sox": "sox",
    "sip-tester": "sipp",
    "fonts-wqy-microhei": "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",  # in PDF reports (ADR 0070)
    "baresip-core": "baresip",
    "chromium": "chromium",
    "libnss3-tools": "certutil",  # gives a browser of the tests the installation's authority
    "iproute2": "ip",
    "iptables": "iptables",
    "libfaketime": "/usr/lib/*/faketime/libfaketimeMT.so.1",
    "postgresql": "/usr/lib/postgresql/*/bin/initdb",
    "libatomic1": "/usr/lib/*/libatomic.so.1",  # the Node that drives the browser in tests
    "fonts-noto-cjk": "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
}
RUN = ("ca-certificates", "tzdata", "espeak-ng", "sox", "sip-tester", "fonts-wqy-microhei")
DESK_PHONE = ("baresip-core",)
BROWSER = ("chromium", "libnss3-tools", "libatomic1", "fonts-noto-cjk")
DATABASE = ("postgresql",)
BROKEN_NETWORK = ("iproute2", "iptables")
BROKEN_CLOCK = ("libfaketime",)


def is_root() -> bool:
    return os.geteuid() == 0


def missing_of(packages: Iterable[str]) -> list[str]:
    return [name for name in packages if not _proven(PROOFS[name])]


def _proven(proof: str) -> bool:
    return any(Path("/").glob(proof[1:])) if proof.startswith("/") else shutil.which(proof) is not None


def install(packages: Iterable[str]) -> str:
    missing = missing_of(packages)
    if not missing:
        return ""
    mend = f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {' '.join(missing)}"
    if not is_root() or shutil.which("apt-get") is None:
        names = " ".join(missing)
        raise Missing(f"缺少系统软件包:{names}", f"missing system packages: {names}", mend)

    def failed(tail: str) -> Missing:
        return Missing(f"apt 未能完成:\n  {tail}", "apt did not finish (its last lines are above)", mend)

    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    call(["apt-get", "update"], environment=quiet, or_missing=failed)
    call(
        ["apt-get", "install", "-y", "--no-install-recommends", *missing],
        environment=quiet,
        or_missing=failed,
    )
    still = missing_of(missing)
    if still:
        names = " ".join(still)
        raise Missing(f"已安装但找不到:{names}", f"installed, but not found: {names}", mend)
    return f"{len(missing)} 个 installed: {' '.join(missing)}"


def debian_mirror() -> str:
    """Where the host itself gets Debian from, so that a nearby mirror is used without being named twice."""
    if named := os.environ.get("CALLCENTER_DEBIAN_MIRROR"):
        return named.rstrip("/")
    listed = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(SITE) $(ORIGIN)/$(LABEL)", "Created-By: Packages"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    for line in listed.splitlines():
        site, _, source = line.partition(" ")
        if source == "Debian/Debian" and "security" not in site:
            return site.rstrip("/")
    return "http://deb.debian.org/debian"
