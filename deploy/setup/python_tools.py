"""The virtual environment, exactly as requirements.lock says."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from progress import Missing, call

VENV = Path(".venv")
UV = VENV / ".uv"
STAMP = VENV / ".setup-digest"
INPUTS = ("requirements.lock", "pyproject.toml", "deploy/setup/uv.lock")


def digest() -> str:
    told = hashlib.sha256(f"{sys.version}\n{Path.cwd()}\n".encode())
    for name in INPUTS:
        told.update(Path(name).read_bytes())
    return told.hexdigest()


def install() -> str:
    wanted = digest()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return ""

    def failed(tail: str) -> Missing:
        return Missing(
            f"Python 依赖未能安装:\n  {tail}",
            "the Python packages were not installed (last lines above); is the package index reachable?",
            "PIP_INDEX_URL=https://YOUR-MIRROR/simple make setup",
        )

    if not _runs(VENV / "bin/python"):
        shutil.rmtree(VENV, ignore_errors=True)
        call([sys.executable, "-m", "venv", VENV], or_missing=failed)
    if not (UV / "bin/uv").exists():
        call([VENV / "bin/python", "-m", "ensurepip", "--upgrade"], or_missing=failed)
        call(
            [
                *(VENV / "bin/python", "-m", "pip", "install", "--quiet", "--target", UV),
                *("--require-hashes", "--only-binary", ":all:", "-r", "deploy/setup/uv.lock"),
            ],
            or_missing=failed,
        )
    environment = {"VIRTUAL_ENV": str(VENV.resolve()), **_index_of_pip()}
    uv = UV / "bin/uv"
    call(
        [uv, "pip", "sync", "--quiet", "--compile-bytecode", "--require-hashes", "requirements.lock"],
        environment=environment,
        or_missing=failed,
    )
    call(
        [uv, "pip", "install", "--quiet", "--no-deps", "--editable", "."],
        environment=environment,
        or_missing=failed,
    )
    STAMP.write_text(wanted)
    return "requirements.lock"


def _runs(python: Path) -> bool:
    """An environment whose Python was upgraded away is of no use."""
    try:
        return subprocess.run([str(python), "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _index_of_pip() -> dict[str, str]:
    """uv does not read pip's configuration; a mirror that was set for pip is meant for this too."""
    if "UV_DEFAULT_INDEX" in os.environ:
        return {}
    if "PIP_INDEX_URL" in os.environ:
        return {"UV_DEFAULT_INDEX": os.environ["PIP_INDEX_URL"]}
    for scope in ("global", "install"):
        told = subprocess.run(
            [str(VENV / "bin/python"), "-m", "pip", "config", "get", f"{scope}.index-url"],
            capture_output=True,
            text=True,
            check=False,
        ).stdout.strip()
        if told:
            return {"UV_DEFAULT_INDEX": told}
    return {}
