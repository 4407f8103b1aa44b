"""`manage.py export_openapi`: writes the description of the API beside its code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from watchbell import api as api_package

COMMITTED = Path(api_package.__file__).parent / "openapi.json"


def as_text() -> str:
    """The document as it is committed."""
    from watchbell.api.openapi import openapi
    from watchbell.api.site import api

    return json.dumps(openapi(api), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


class Command(BaseCommand):
    help = "Write the OpenAPI document of this version."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=COMMITTED, help="default: beside the code")

    def handle(self, *args: Any, **options: Any) -> None:
        options["path"].write_text(as_text())
