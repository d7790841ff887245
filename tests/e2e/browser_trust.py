"""A home folder whose Chromium trusts one more authority, as where its certificate was installed."""

import subprocess
from pathlib import Path


def home_that_trusts(home: Path, authority: bytes) -> Path:
    certificates = home / ".pki" / "nssdb"
    certificates.mkdir(parents=True)
    file = home / "ca.crt"
    file.write_bytes(authority)
    name = ["-d", f"sql:{certificates}", "-n", "installation"]
    subprocess.run(["certutil", "-N", "--empty-password", "-d", f"sql:{certificates}"], check=True)
    subprocess.run(["certutil", "-A", *name, "-t", "C,,", "-i", str(file)], check=True)
    return home
