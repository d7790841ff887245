"""Runs the steps of the set-up one after another and shows each as one line."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

LOG = Path("var/.setup/log")
SYSTEM_AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")


class Missing(Exception):
    """What is missing, in Chinese and English, and the command that mends it."""

    def __init__(self, zh: str, en: str, mend: str = "") -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en
        self.mend = mend


@dataclass(frozen=True)
class Step:
    """`act` returns a few words about what it found or did, and raises Missing when it cannot."""

    zh: str
    en: str
    act: Callable[[], str]


def run_steps(steps: Sequence[Step]) -> int:
    shown_live = sys.stdout.isatty()
    for number, step in enumerate(steps, start=1):
        head = f"[{number}/{len(steps)}] {step.zh} · {step.en}"
        if shown_live:
            print(f"{head} …", end="", flush=True)
        began = time.monotonic()
        try:
            note = step.act()
        except (Missing, OSError) as failure:
            print(f"\r{head} … 失败 failed" if shown_live else f"{head} … 失败 failed", flush=True)
            _explain(
                failure if isinstance(failure, Missing) else Missing(f"系统错误:{failure}", str(failure))
            )
            return 1
        line = f"{head} … ok {time.monotonic() - began:.1f} s" + (f" ({note})" if note else "")
        print(f"\r{line}" if shown_live else line, flush=True)
    return 0


def _explain(missing: Missing) -> None:
    print(f"  {missing.zh}\n  {missing.en}", file=sys.stderr)
    if missing.mend:
        print(f"  解决办法 · mend it with:  {missing.mend}", file=sys.stderr)


def _trusted_authorities() -> dict[str, str]:
    """pip, uv and npm trust what the machine trusts: behind a company's proxy their own lists do not do."""
    if not SYSTEM_AUTHORITIES.exists():
        return {}
    file = str(SYSTEM_AUTHORITIES)
    return {"PIP_CERT": file, "SSL_CERT_FILE": file, "NODE_EXTRA_CA_CERTS": file}


def call(
    command: Sequence[str | Path],
    *,
    environment: dict[str, str] | None = None,
    cwd: Path | None = None,
    told_lines: int = 6,
    or_missing: Callable[[str], Missing],
) -> str:
    """Output goes to the log; on failure its last lines go to the person with what mends it."""
    finished = subprocess.run(
        [str(part) for part in command],
        env={**_trusted_authorities(), **os.environ, **(environment or {})},
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(str(part) for part in command)}\n{finished.stdout}\n")
    if finished.returncode != 0:
        raise or_missing("\n  ".join(finished.stdout.strip().splitlines()[-told_lines:]))
    return finished.stdout
