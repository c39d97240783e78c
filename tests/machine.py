"""``python -m tests.machine``: see that the machine has what the browser tests need; say plainly what is missing."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

# The browser, and a library that the driver's own Node.js needs and a bare Debian lacks.
PACKAGES = ("chromium", "libatomic1")


def browser() -> str | None:
    """Return the path of the browser, if there is one."""
    return os.environ.get("TEST_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser")


def driver_runs() -> bool:
    """Whether the program that drives the browser, which comes with Playwright, starts on this machine."""
    spec = importlib.util.find_spec("playwright")
    assert spec is not None
    assert spec.origin is not None
    node = Path(spec.origin).parent / "driver" / "node"
    return subprocess.run([node, "--version"], capture_output=True, check=False).returncode == 0


def ready() -> bool:
    """Whether the browser tests can run."""
    return browser() is not None and driver_runs()


def main() -> None:
    """Install what is missing where that can be done; in CI it is a failure to lack it."""
    if ready():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {' and '.join(PACKAGES)} for the browser tests", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
            subprocess.run(["apt-get", "-qq", *command], check=True, env=environment, stdout=subprocess.DEVNULL)
        if ready():
            return
    print(
        f"The tests in tests/browser are skipped: they need {' and '.join(PACKAGES)}, "
        "and there is no right to install them here. TEST_BROWSER can name another browser.",
        file=sys.stderr,
    )
    if os.environ.get("CI"):
        sys.exit(1)


if __name__ == "__main__":
    main()
