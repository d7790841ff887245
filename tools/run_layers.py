"""Runs pytest as told; what failed is run once more, alone, and said so whatever comes of it (ADR 0077).

python tools/run_layers.py -q -n 2 --dist loadgroup -m "not unit and not scenario"
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

MOST_RUN_AGAIN = 3
"""More failures than these are no matter of moments, and are not looked at twice."""


def pytest(cache: Path, *arguments: str) -> int:
    program = [sys.executable, "-m", "pytest", "-o", f"cache_dir={cache}", *arguments]
    return subprocess.run(program, check=False).returncode


def failed_in(cache: Path) -> list[str]:
    noted = cache / "v" / "cache" / "lastfailed"
    return sorted(json.loads(noted.read_text())) if noted.exists() else []


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="layers-") as folder:
        cache = Path(folder) / "cache"
        status = pytest(cache, *arguments)
        failed = failed_in(cache)
        if status != 1 or not 0 < len(failed) <= MOST_RUN_AGAIN:
            return status
        print(f"\n以下未通过,单独再跑一次 · run once more, alone: {', '.join(failed)}", flush=True)
        # Each by itself: files of two layers, named side by side, would take each other's conftest.
        again = max(pytest(cache, "-q", name) for name in failed)
        passed = "单独再跑才通过,请查原因 · passed only alone; find out why"
        print(f"\n{'再跑仍未通过 · failed again' if again else passed}: {', '.join(failed)}", flush=True)
        return again


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
