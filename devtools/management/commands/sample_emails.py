"""`manage.py sample_emails`: every email with sample data, as JSON."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from devtools.emails import samples


class Command(BaseCommand):
    """Writes them all; the marketplace is as it was before."""

    help = "Write every email with sample data into a file, as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and in which language."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--language", default=settings.LANGUAGE_CODE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Whole or not at all: a reader never sees half of it."""
        file: Path = options["file"]
        found = samples.written(options["language"])
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(".part")
        unfinished.write_text(samples.as_json(found))
        unfinished.rename(file)
