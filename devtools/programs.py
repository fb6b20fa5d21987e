"""Programs that no wheel brings: where they are, or how to get them."""

import os
import shutil
import subprocess
from pathlib import Path

from devtools.services.process import CannotRun

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_A_MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def chromium() -> str | None:
    """The browser that the tests drive, if this machine has one."""
    named = [found for name in CHROMIUM if (found := shutil.which(name))]
    installed = [path for path in ON_A_MAC if Path(path).exists()]
    return next(iter(named + installed), None)


def need_chromium() -> None:
    """Install it where that is ours to do; otherwise say how."""
    if chromium() is None and not _install("chromium"):
        raise CannotRun(
            "The browser tests need Chromium: install it "
            "(Debian: apt install chromium; macOS: brew install --cask chromium)."
        )


def want_docker_compose() -> None:
    """Install it where that is ours to do; without it one test checks less."""
    if shutil.which("docker-compose") is None:
        _install("docker-compose")


def _install(package: str) -> bool:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    print(f"Installing {package}.", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    for command in (install, ["apt-get", "update", "-qq"], install):
        done = subprocess.run(
            command, env=quiet, stdout=subprocess.DEVNULL, check=False
        )
        if done.returncode == 0 and command is install:
            return True
    return False
