"""`./run`: one script that prepares what is missing, wherever it is called from."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from devtools.services import ROOT

#: What the script itself needs of a machine, and no Python.
TOOLS = ("sh", "cat", "cksum", "dirname", "readlink", "ls", "rm", "tr")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with a space: the script, nothing to install, one command."""
    folder = tmp_path / "hand loop"
    (folder / "devtools").mkdir(parents=True)
    for name in ("run", ".python-version"):
        shutil.copy(ROOT / name, folder / name)
    for name in ("requirements.txt", "requirements-dev.txt"):
        (folder / name).touch()
    (folder / "devtools" / "__init__.py").touch()
    (folder / "devtools" / "say_where.py").write_text(
        "import os, sys\nprint(os.getcwd(), sys.prefix, *sys.argv[1:], sep='|')\n"
    )
    return folder


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A machine with the tools that every system has, and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    return folder


def test_alone_it_lists_the_commands() -> None:
    done = _run(ROOT / "run")
    assert done.returncode == 0
    for command in ("demo", "demo-reset", "test", "manage"):
        assert f"./run {command}" in done.stdout


@pytest.mark.parametrize("word", ["nothing", "-x", "../run", "__init__", "services"])
def test_an_unknown_command_is_one_clear_sentence(word: str) -> None:
    done = _run(ROOT / "run", word)
    assert done.returncode == 2
    assert done.stderr.startswith(f"There is no ./run {word}. There are:")


def test_it_prepares_once_and_hands_over_in_a_path_with_a_space(copy: Path) -> None:
    first = _run(copy / "run", "say-where", "a b", "*", cwd=copy.parent)
    assert first.returncode == 0, first.stderr
    assert first.stdout.splitlines() == [
        "Preparing the environment in .venv; this is done once.",
        f"{copy}|{copy / '.venv'}|a b|*",
    ]
    (copy.parent / "link").symlink_to(copy / "run")
    again = _run(copy.parent / "link", "say-where")
    assert again.stdout == f"{copy}|{copy / '.venv'}\n"


def test_changed_requirements_are_installed_again(copy: Path) -> None:
    _run(copy / "run", "say-where")
    (copy / "requirements-dev.txt").write_text("# another day\n")
    assert "Preparing" in _run(copy / "run", "say-where").stdout
    assert "Preparing" not in _run(copy / "run", "say-where").stdout


def test_requirements_that_cannot_be_installed_are_not_taken_for_installed(
    copy: Path,
) -> None:
    (copy / "requirements-dev.txt").write_text("no-hash==1.0\n")
    for _ in range(2):
        done = _run(copy / "run", "say-where")
        assert done.returncode == 1
        assert done.stderr.splitlines()[-1].startswith("The packages could not be")


def test_a_moved_folder_still_works(copy: Path) -> None:
    _run(copy / "run", "say-where")
    moved = copy.rename(copy.with_name("else where"))
    done = _run(moved / "run", "say-where")
    assert done.stdout == f"{moved}|{moved / '.venv'}\n"


def test_without_python_the_reason_is_one_sentence(copy: Path, bare: Path) -> None:
    done = _run(copy / "run", "say-where", path=bare)
    assert done.returncode == 1
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith("Python 3.12 or newer is needed and was not found:")
    assert not (copy / ".venv").exists()


def test_a_stand_in_that_fails_is_passed_over(copy: Path, bare: Path) -> None:
    shim = bare / "python3.13"
    shim.write_text("#!/bin/sh\necho 'version is not installed' >&2\nexit 127\n")
    shim.chmod(0o755)
    (bare / "python3").symlink_to(_base_python())
    done = _run(copy / "run", "say-where", path=bare)
    assert done.returncode == 0, done.stderr


def test_without_uv_pip_installs(copy: Path, bare: Path) -> None:
    (bare / "python3").symlink_to(_base_python())
    (copy / "requirements-dev.txt").write_text("# nothing\n")
    done = _run(copy / "run", "say-where", path=bare)
    assert done.returncode == 0, done.stderr
    assert list((copy / ".venv").glob("lib/*/site-packages/pip"))


def test_ci_runs_exactly_the_tests() -> None:
    ci = (ROOT / ".ci" / "run").read_text()
    assert ci.splitlines()[-1] == "exec ./run test"
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_no_requirement_names_where_it_came_from() -> None:
    for path in ROOT.glob("requirements*"):
        assert "://" not in path.read_text(), path.name


def _base_python() -> Path:
    return Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"


def _run(
    script: Path, *words: str, cwd: Path | None = None, path: Path | None = None
) -> subprocess.CompletedProcess[str]:
    environment = os.environ.copy()
    if path is not None:
        environment["PATH"] = str(path)
    return subprocess.run(
        [str(script), *words],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
