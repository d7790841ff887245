"""Docker when an engine answers, else podman with podman-compose.

The podman way is for machines that reach no image registry: the base images are then made from Debian's
packages, and PostgreSQL's image is stood in for by one of the same name that takes the same variables.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from apt_packages import debian_mirror, is_root
from progress import SYSTEM_AUTHORITIES, Missing, call
from site_of_check import Site

HERE = Path(__file__).parent
PROJECT = "callcenter-check"
# Program → Debian package.
PODMAN_NEEDS = {"podman": "podman", "runc": "runc", "buildah": "buildah", "debootstrap": "debootstrap"}
SUITES = ("sid", "trixie")
# crun refuses hybrid cgroups, and podman's own limits may lie above the machine's hard ones.
CONTAINERS_CONF = """[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
[containers]
default_ulimits = ["nofile=1024:20000", "nproc=4096:4096"]
"""


class Engine:
    """`compose` is the command that reads docker-compose.yml."""

    name = "docker compose"
    compose: tuple[str, ...] = ("docker", "compose")

    def __init__(self, site: Site) -> None:
        self.environment = {**site.settings(), "COMPOSE_PROJECT_NAME": PROJECT}

    def run(self, *words: str) -> str:
        def failed(tail: str) -> Missing:
            return Missing(
                f"{self.name} {words[0]} 失败:\n  {tail}", f"{self.name} {words[0]} failed (last lines above)"
            )

        return call([*self.compose, "-p", PROJECT, *words], environment=self.environment, or_missing=failed)

    def execute(self, service: str, *command: str) -> str:
        """Runs in a service's container; only what it prints on standard output comes back."""
        finished = subprocess.run(
            [*self.compose, "-p", PROJECT, "exec", "-T", service, *command],
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if finished.returncode:
            tail = "\n  ".join(finished.stderr.strip().splitlines()[-6:])
            raise Missing(f"{service}:{' '.join(command)}\n  {tail}", f"{command[0]} failed in {service}")
        return finished.stdout

    def down(self) -> None:
        """Containers and volumes go; images stay for the next time."""
        self.run("down", "-v", "-t", "30")

    def logs(self) -> str:
        """The last lines of every service."""
        return self.run("logs", "--tail", "40")

    def provide_base_images(self) -> str:
        return ""


class Podman(Engine):
    name = "podman-compose"

    def __init__(self, work: Path, site: Site) -> None:
        super().__init__(site)
        configuration = work / "containers.conf"
        configuration.write_text(CONTAINERS_CONF)
        self.compose = (str(_podman_compose(work)),)
        self.environment |= {"CONTAINERS_CONF": str(configuration), "BUILDAH_ISOLATION": "chroot"}

    def provide_base_images(self) -> str:
        made: list[str] = []
        for suite in SUITES:
            image = f"debian:{suite}-slim"
            if not self._exists(image):
                with tempfile.TemporaryDirectory(prefix="callcenter-base-") as folder:
                    self._import_debian(suite, Path(folder), image)
                made.append(image)
        if not self._exists("postgres:17"):
            self._call("podman", "build", "-t", "postgres:17", str(HERE / "postgres"))
            made.append("postgres:17")
        return ", ".join(made)

    def _exists(self, image: str) -> bool:
        asked = subprocess.run(
            ["podman", "image", "exists", image], env={**os.environ, **self.environment}, check=False
        )
        return asked.returncode == 0

    def _import_debian(self, suite: str, folder: Path, image: str) -> None:
        self._call("debootstrap", "--variant=minbase", suite, str(folder), debian_mirror())
        _like_this_machine(folder)
        shutil.rmtree(folder / "var/cache/apt/archives", ignore_errors=True)
        with subprocess.Popen(["tar", "-C", str(folder), "-c", "."], stdout=subprocess.PIPE) as packed:
            subprocess.run(
                ["podman", "import", "--quiet", "-", image],
                env={**os.environ, **self.environment},
                stdin=packed.stdout,
                stdout=subprocess.DEVNULL,
                check=True,
            )

    def _call(self, *command: str) -> None:
        def failed(tail: str) -> Missing:
            return Missing(f"{command[0]} 失败:\n  {tail}", f"{command[0]} failed (last lines above)")

        call(command, environment=self.environment, or_missing=failed)


def choose(work: Path, site: Site) -> Engine:
    docker = subprocess.run(
        ["sh", "-c", "docker info && docker compose version"], capture_output=True, check=False
    )
    if docker.returncode == 0:
        return Engine(site)
    missing = [package for program, package in PODMAN_NEEDS.items() if shutil.which(program) is None]
    mend = (
        f"apt-get install -y --no-install-recommends {' '.join([*PODMAN_NEEDS.values(), 'ca-certificates'])}"
    )
    if not is_root():
        raise Missing(
            "没有应答的 Docker 引擎;podman 方式需要 root。",
            "no Docker engine answers, and the podman way needs root",
            f"sudo {mend}; sudo make containers-check",
        )
    if missing:

        def failed(tail: str) -> Missing:
            return Missing(f"apt 未能完成:\n  {tail}", "apt did not finish (last lines above)", mend)

        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        call(["apt-get", "update"], environment=quiet, or_missing=failed)
        call(
            ["apt-get", "install", "-y", "--no-install-recommends", *missing],
            environment=quiet,
            or_missing=failed,
        )
    return Podman(work, site)


def _podman_compose(work: Path) -> Path:
    def failed(tail: str) -> Missing:
        return Missing(f"podman-compose 未能安装:\n  {tail}", "podman-compose was not installed")

    venv = work / "podman-compose"
    program = venv / "bin/podman-compose"
    if not program.exists():
        call([sys.executable, "-m", "venv", venv], or_missing=failed)
        lock = HERE / "podman-compose.lock"
        call([venv / "bin/pip", "install", "--quiet", "--require-hashes", "-r", lock], or_missing=failed)
    return program


def _like_this_machine(folder: Path) -> None:
    """Packages are fetched in the build as they are fetched here: the same authorities, the same proxy."""
    if SYSTEM_AUTHORITIES.exists():
        local = folder / "usr/local/share/ca-certificates"
        local.mkdir(parents=True, exist_ok=True)
        shutil.copy(SYSTEM_AUTHORITIES, local / "machine.crt")
    told = subprocess.run(
        ["apt-config", "dump", "Acquire::http", "Acquire::https", "Acquire::Check-Valid-Until"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    (folder / "etc/apt/apt.conf.d/90machine").write_text(told)
