"""`manage.py personal_data ADDRESS`: what is kept about a person; hands it out, erases it."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import validate_email

from privacy.answering import erase, export, find, whereabouts


class Command(BaseCommand):
    """Answer somebody who asks what the site keeps about them, or wants it erased."""

    help = "Say what is kept about an email address; write it to a file; erase it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address, and what to do."""
        parser.add_argument("address", help="whose data")
        parser.add_argument(
            "--export", metavar="FILE", help="write all of it as JSON; - prints it"
        )
        parser.add_argument("--erase", action="store_true", help="erase it for good")
        parser.add_argument("--yes", action="store_true", help="do not ask before erasing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find, then do what was asked for."""
        address = options["address"].strip()
        try:
            validate_email(address)
        except ValidationError as error:
            raise CommandError(f"{address} is no email address.") from error
        if options["export"] == "-":
            self.stdout.write(_as_json(address))
        else:
            self._say_what_is_kept(address)
            if options["export"]:
                Path(options["export"]).write_text(_as_json(address), encoding="utf-8")
                self.stdout.write(f"Written to {options['export']}.")
        if options["erase"]:
            self._erase(address, sure=options["yes"])

    def _say_what_is_kept(self, address: str) -> None:
        for each in find(address, None):
            self.stdout.write(f"{each.name}: {each.count}")
            for record in each.records:
                self.stdout.write(f"  {record.line}")

    def _erase(self, address: str, *, sure: bool) -> None:
        if not sure and input("Erase all of this for good? Type yes: ").strip() != "yes":
            self.stdout.write("Nothing was erased.")
            return
        for name, count in erase(address, None).items():
            self.stdout.write(f"Erased. {name}: {count}")
        for table, count in whereabouts(address).items():
            self.stdout.write(self.style.WARNING(f"The address still stands in {table}: {count}"))


def _as_json(address: str) -> str:
    kept = export(address, None)
    return json.dumps(kept, indent=2, ensure_ascii=False, cls=DjangoJSONEncoder)
