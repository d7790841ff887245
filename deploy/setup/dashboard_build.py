"""The dashboard: npm packages by the lock file, and the built pages, each only when something changed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from progress import Missing, call

DASHBOARD = Path("dashboard")
MODULES_STAMP = DASHBOARD / "node_modules/.setup-digest"
DIST_STAMP = DASHBOARD / "dist/.setup-digest"
LOCK = DASHBOARD / "package-lock.json"
NOT_INPUTS = {"node_modules", "dist", "test-results", "coverage"}


def packages() -> str:
    wanted = _digest_of([LOCK, DASHBOARD / "package.json"])
    if MODULES_STAMP.exists() and MODULES_STAMP.read_text() == wanted:
        return ""
    _npm("ci", "--no-audit", "--no-fund")
    MODULES_STAMP.write_text(wanted)
    return "npm ci"


def build() -> str:
    wanted = _digest_of(sorted(_inputs(DASHBOARD)))
    if DIST_STAMP.exists() and DIST_STAMP.read_text() == wanted:
        return ""
    _npm("run", "build")
    DIST_STAMP.write_text(wanted)
    return "vite build"


def _inputs(folder: Path) -> Iterable[Path]:
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name not in NOT_INPUTS:
                yield from _inputs(entry)
        else:
            yield entry


def _digest_of(files: Iterable[Path]) -> str:
    told = hashlib.sha256()
    for file in files:
        told.update(f"{file}\n".encode())
        told.update(hashlib.sha256(file.read_bytes()).digest())
    return told.hexdigest()


def _npm(*words: str) -> None:
    def failed(tail: str) -> Missing:
        return Missing(
            f"npm {words[0]} 失败:\n  {tail}",
            f"npm {words[0]} failed (last lines above); is the npm registry reachable?",
            "npm_config_registry=https://YOUR-MIRROR make setup",
        )

    # Node comes from requirements.lock: the host's own may be too old for the build, or absent.
    bin_folder = Path(".venv/bin").resolve()
    path = f"{bin_folder}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    call([bin_folder / "npm", *words], environment={"PATH": path}, cwd=DASHBOARD, or_missing=failed)
