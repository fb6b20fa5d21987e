"""`manage.py evidence ABCD2345 --pdf`: all that was promised and told of an order."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from notifications import evidence
from orders.evidence import Reader, with_all
from orders.models import Order


class Command(BaseCommand):
    """Writes it where it is told to, and changes nothing."""

    help = "Write the evidence of an order, as data or as a print."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which order, as what, for whom, and where to."""
        parser.add_argument("number")
        form = parser.add_mutually_exclusive_group(required=True)
        form.add_argument("--json", action="store_true")
        form.add_argument("--pdf", action="store_true")
        readers = [reader.value for reader in Reader]
        parser.add_argument("--for", choices=readers, default="operator", dest="reader")
        parser.add_argument("--to", type=Path, help="A file; without, standard output.")

    def handle(self, *args: Any, **options: Any) -> None:
        """The same as the admin's download."""
        orders = with_all(Order.objects.all())
        order = orders.filter(number=options["number"].upper()).first()
        if order is None:
            raise CommandError(f"There is no order {options['number']}.")
        copy = evidence.Copy(Reader(options["reader"]))
        write = evidence.as_pdf if options["pdf"] else evidence.as_json
        written = write(order, copy)
        if options["to"]:
            options["to"].write_bytes(written)
        else:
            sys.stdout.buffer.write(written)
