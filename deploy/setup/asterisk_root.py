"""Asterisk in a root of its own, for hosts whose Debian has none (decision 0001).

- Nothing is installed on the host: apt works on a private state, packages are only unpacked.
- Two set-ups at once do not collide: a lock beside the root, and one rename at the end.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from apt_packages import debian_mirror, is_root
from progress import Missing, call

PACKAGES = ("asterisk", "asterisk-core-sounds-en-wav")
SUITE = os.environ.get("CALLCENTER_ASTERISK_SUITE", "sid")
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
MANIFEST = "callcenter-root.json"
RECIPE = hashlib.sha256(json.dumps([1, SUITE, PACKAGES]).encode()).hexdigest()

CONTAINER_WAY = Missing(
    "没有可用的 Asterisk 22,且当前不是 root 用户:请改用容器方式 `docker compose up`,或以 root 运行。",
    "no usable Asterisk 22, and not root: use the container way, `docker compose up`, or run as root.",
)


def root() -> Path:
    return Path(os.environ.get("CALLCENTER_ASTERISK_ROOT") or "/var/cache/callcenter/asterisk")


def is_ready(folder: Path) -> bool:
    try:
        return json.loads((folder / MANIFEST).read_text())["recipe"] == RECIPE
    except (OSError, ValueError, KeyError):
        return False


def may_be_had() -> bool:
    """A quick look before anything is installed, so that the person is told first what decides."""
    return _may_be_made() or shutil.which("asterisk") is not None or is_ready(root())


def _may_be_made() -> bool:
    """Root may everywhere; others where they named a folder that they can write."""
    if is_root():
        return True
    if "CALLCENTER_ASTERISK_ROOT" not in os.environ:
        return False
    place = root().absolute()
    while not place.exists():
        place = place.parent
    return os.access(place, os.W_OK)


def ensure() -> str:
    """The one on the PATH when it is usable, else our own root, made when needed and then checked."""
    usable, said = _check()
    if usable:
        return said
    if is_ready(root()):
        raise Missing(
            f"Asterisk 不可用:{said}", f"Asterisk is not usable: {said}", f"rm -rf {root()} && make setup"
        )
    if not _may_be_made():
        raise CONTAINER_WAY
    _provision()
    usable, said = _check()
    if not usable:
        raise Missing(
            f"Debian {SUITE} 的 Asterisk 不可用:{said}",
            f"Asterisk from Debian {SUITE} is not usable: {said}",
            "CALLCENTER_DEBIAN_MIRROR=https://snapshot.debian.org/archive/debian/20261115T000000Z make setup",
        )
    return said


def _check() -> tuple[bool, str]:
    finished = subprocess.run(
        [".venv/bin/python", "-m", "callcenter.app.asterisk_process"],
        env={**os.environ, "CALLCENTER_ASTERISK_ROOT": str(root())},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return finished.returncode == 0, (finished.stdout or finished.stderr).strip()


def _provision() -> None:
    target = root()
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.with_name(target.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_ready(target):
            return
        work = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            archives = _download(work)
            new = _unpack(archives, work / "root")
            old = work / "old"
            if target.exists():
                target.rename(old)
            new.rename(target)
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _download(work: Path) -> list[Path]:
    state, cache = work / "state", work / "cache"
    for folder in (state / "lists/partial", cache / "archives/partial"):
        folder.mkdir(parents=True)
    (work / "status").touch()
    (work / "sources.list").write_text(f"deb [signed-by={KEYRING}] {debian_mirror()} {SUITE} main\n")
    options = {
        "Dir::State": state,
        "Dir::State::status": work / "status",
        "Dir::Cache": cache,
        "Dir::Etc::sourcelist": work / "sources.list",
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": "/dev/null",
        "Acquire::Languages": "none",
        "APT::Sandbox::User": "root",
        "Debug::NoLocking": "true",
    }
    apt = ["apt-get", *(word for key, value in options.items() for word in ("-o", f"{key}={value}"))]

    def failed(tail: str) -> Missing:
        return Missing(
            f"未能从 {debian_mirror()} 取得 Asterisk:\n  {tail}",
            "Asterisk could not be fetched from Debian (last lines above)",
            "CALLCENTER_DEBIAN_MIRROR=https://YOUR-MIRROR/debian make setup",
        )

    try:
        call([*apt, "update"], or_missing=failed)
    except Missing as failure:
        if "is expired" not in failure.zh:
            raise
        # A company's mirror may have stood still for weeks. What it serves is signed all the same.
        apt += ["-o", "Acquire::Check-Valid-Until=false"]
        call([*apt, "update"], or_missing=failed)
    call(
        [*apt, "install", "-y", "--download-only", "--no-install-recommends", *PACKAGES],
        or_missing=failed,
    )
    return sorted((cache / "archives").glob("*.deb"))


def _unpack(archives: list[Path], new: Path) -> Path:
    new.mkdir()
    for archive in archives:
        with subprocess.Popen(
            ["dpkg-deb", "--fsys-tarfile", str(archive)], stdout=subprocess.PIPE
        ) as contents:
            # Not keeping permissions drops the set-uid bits: nothing in this root is there to raise rights.
            unpacked = subprocess.run(
                [
                    "tar",
                    "-x",
                    "-C",
                    str(new),
                    "--no-same-owner",
                    "--no-same-permissions",
                    "--keep-directory-symlink",
                ],
                stdin=contents.stdout,
                check=False,
            )
        if unpacked.returncode != 0 or contents.returncode != 0:
            raise Missing(
                f"未能解开 {archive.name}", f"{archive.name} could not be unpacked", f"df -h {new.parent}"
            )
    manifest = {
        "recipe": RECIPE,
        "suite": SUITE,
        "mirror": debian_mirror(),
        "made_at": int(time.time()),
        "packages": {archive.name: _sha256(archive) for archive in archives},
    }
    (new / MANIFEST).write_text(json.dumps(manifest, indent=1))
    new.chmod(0o755)
    return new


def _sha256(file: Path) -> str:
    with file.open("rb") as contents:
        return hashlib.file_digest(contents, "sha256").hexdigest()
