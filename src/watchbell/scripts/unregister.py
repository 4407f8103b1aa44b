"""Takes a script folder back: what goes with it, and what stays."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from watchbell.errors import Conflict, NotFound
from watchbell.executions.models import Execution
from watchbell.kernel.status import ACTIVE
from watchbell.scripts.models import PageButton, Script, ScriptFolder
from watchbell.scripts.usage import pipelines_using

_MOST_NAMED = 10


@dataclass(frozen=True)
class Leaving:
    """What goes with `folder`: its scripts by name, and the buttons that run them, each as "route: text".

    `going_on`: executions of these scripts that have not ended, and run to their end. `pipelines` name
    scripts of the folder in their steps; as long as there are any, it stays.
    """

    folder: str
    scripts: tuple[str, ...]
    buttons: tuple[str, ...]
    going_on: int
    pipelines: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "folder": self.folder,
            "scripts": list(self.scripts),
            "buttons": list(self.buttons),
            "going_on": self.going_on,
            "pipelines": list(self.pipelines),
        }


def folder_at(path: Path) -> ScriptFolder:
    """The registered folder at `path`, which need not be there any more. Raises NotFound."""
    places = {str(path), os.path.abspath(path), os.path.realpath(path)}  # noqa: PTH100 - it may be gone
    folder = ScriptFolder.objects.filter(path__in=places).first()
    if folder is None:
        raise NotFound("script_folder_unknown", field="folder", path=str(path)[:1000])
    return folder


def leaving(folder: ScriptFolder) -> Leaving:
    """What goes with `folder`; changes nothing."""
    names = tuple(Script.objects.filter(folder=folder).order_by("name").values_list("name", flat=True))
    buttons = PageButton.objects.filter(script__folder=folder).order_by("page_route", "display_order", "pk")
    origins = [f"script:{name}" for name in names]
    active = Execution.objects.filter(status__in=sorted(ACTIVE), origin__in=origins)
    return Leaving(
        folder=folder.path,
        scripts=names,
        buttons=tuple(f"{one.page_route}: {one.button_text}" for one in buttons),
        going_on=active.count(),
        pipelines=tuple(pipelines_using(names)),
    )


@transaction.atomic
def unregister(folder: ScriptFolder) -> Leaving:
    """Forgets `folder`, its scripts and their buttons. Files and the history of executions stay.

    Raises Conflict where steps of pipelines name its scripts.
    """
    gone = leaving(folder)
    if gone.pipelines:
        shown = ", ".join(gone.pipelines[:_MOST_NAMED]) + (", …" if len(gone.pipelines) > _MOST_NAMED else "")
        raise Conflict("script_folder_in_pipelines", path=folder.path, dependents=shown)
    folder.delete()
    return gone
