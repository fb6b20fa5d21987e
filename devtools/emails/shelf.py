"""Where the samples are kept until a template changes.

They are written by a process of their own, because their story travels in time."""

import subprocess
from pathlib import Path

from devtools.commands import here
from devtools.emails.narrator import Sample
from devtools.emails.samples import from_json
from devtools.mail import mailbox
from devtools.services import ROOT

#: What the samples are made of: newer than they are, it has them written again.
SOURCES = ["templates/emails", "templates/account/email", "templates/mfa/email"]
SOURCES += ["notifications", "devtools/emails", "marketplace/letters.py"]
PATIENCE = 60


def samples(language: str) -> list[Sample]:
    """Every email with sample data, as it is written now."""
    file = folder() / f"{language}.json"
    if not file.is_file() or file.stat().st_mtime < _changed():
        command = ["python", "manage.py", "sample_emails", str(file)]
        subprocess.run(
            here([*command, "--language", language]),
            cwd=ROOT,
            check=True,
            timeout=PATIENCE,
        )
    return from_json(file.read_text())


def folder() -> Path:
    """Beside the demo's inbox."""
    return mailbox.directory().parent / "emails"


def _changed() -> float:
    files = [one for source in SOURCES for one in _files(ROOT / source)]
    return max(one.stat().st_mtime for one in files)


def _files(source: Path) -> list[Path]:
    inside = [one for one in source.rglob("*.*") if "__pycache__" not in one.parts]
    return [one for one in inside if one.is_file()] or [source]
