"""``python -m tests.machine``: see that the machine has a browser for the tests; say plainly what is missing."""

import os
import shutil
import subprocess
import sys

INSTALL = (
    ["apt-get", "update", "-qq"],
    ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
)


def browser() -> str | None:
    """Return the path of the browser, if there is one."""
    return os.environ.get("TEST_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser")


def main() -> None:
    """Install the browser where that can be done; in CI it is a failure to have none."""
    if browser():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing chromium for the browser tests", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in INSTALL:
            subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
        if browser():
            return
    print(
        "No chromium here, and no right to install it: the tests in tests/browser are skipped. "
        "Install chromium, or name a browser with TEST_BROWSER.",
        file=sys.stderr,
    )
    if os.environ.get("CI"):
        sys.exit(1)


if __name__ == "__main__":
    main()
