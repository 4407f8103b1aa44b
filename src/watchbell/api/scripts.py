"""Looking after scripts: what is registered, what a new look at their folders finds."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import BaseModel, Field

from watchbell.api.guard import may
from watchbell.api.language import language_of
from watchbell.api.page_scripts import listed_script
from watchbell.api.press_schema import ListedScript
from watchbell.errors import NotFound
from watchbell.kernel import params
from watchbell.scripts.models import Script, ScriptFolder
from watchbell.scripts.register import register

router = Router(tags=["scripts"])


class ScriptDetail(ListedScript):
    """A script and where it is; `timeout` in seconds, null for the default of 540."""

    folder: str
    script_path: str
    digest: str = Field(description="SHA-256 of the file when it was registered.")
    timeout: float | None
    created_at: datetime
    updated_at: datetime
    buttons: int = Field(description="How many page buttons run it.")


class ScriptChanges(Schema, extra="forbid"):
    """What is edited here stays when the folder is registered again, except with `force`."""

    description: str = Field("", max_length=20_000)
    script_type: str = Field("", min_length=1, max_length=40)
    parameters_schema: dict[str, Any] = {}
    timeout: float | None = Field(None, gt=0, le=31 * 24 * 3600)
    is_active: bool = True


class Folder(BaseModel):
    id: int
    path: str
    scripts: int
    created_at: datetime


class FolderList(BaseModel):
    items: list[Folder]
    next_cursor: None = None


class ScanRequest(Schema, extra="forbid"):
    """Only folders that were registered are looked at."""

    folder_id: int | None = Field(None, description="Default: all folders.")
    write: bool = Field(False, description="Save what is found; else only tell what would change.")
    force: bool = Field(False, description="Overwrite what people edited.")


class ScanEntry(BaseModel):
    name: str
    script_path: str
    fields: list[str]
    edited: list[str]


class ScanProblem(BaseModel):
    code: str
    message: str
    field: str | None
    hint: str | None


class Scan(BaseModel):
    """What a look at `folder` found."""

    folder: str
    new: list[ScanEntry]
    changed: list[ScanEntry]
    missing: list[ScanEntry]
    unchanged: list[ScanEntry]
    problems: list[ScanProblem]


class ScanResult(BaseModel):
    items: list[Scan]
    next_cursor: None = None


@router.get(
    "/script-folders",
    auth=may("scripts.read"),
    response=FolderList,
    operation_id="list_script_folders",
    summary="Folders whose scripts may run",
)
def list_script_folders(request: HttpRequest) -> FolderList:
    """A folder is added on the machine itself: `watchbell scripts register DIR`."""
    return FolderList(
        items=[
            Folder(id=one.pk, path=one.path, scripts=one.scripts.count(), created_at=one.created_at)
            for one in ScriptFolder.objects.order_by("path")
        ]
    )


@router.post(
    "/scripts/scan",
    auth=may("scripts.write"),
    response=ScanResult,
    operation_id="scan_scripts",
    summary="Look at the script folders again",
)
def scan_scripts(request: HttpRequest, data: ScanRequest) -> ScanResult:
    folders = ScriptFolder.objects.order_by("path")
    if data.folder_id is not None:
        folders = folders.filter(pk=data.folder_id)
        if not folders:
            raise NotFound("not_found", field="folder_id", what="script folder", name=str(data.folder_id))
    language = language_of(request)
    found = [register(Path(one.path), force=data.force, dry_run=not data.write) for one in folders]
    return ScanResult(items=[Scan.model_validate(one.to_json(language)) for one in found])


@router.get(
    "/scripts/{script_id}",
    auth=may("scripts.read"),
    response=ScriptDetail,
    operation_id="get_script",
    summary="One script",
)
def get_script(request: HttpRequest, script_id: int) -> ScriptDetail:
    return detailed(_find(script_id))


@router.patch(
    "/scripts/{script_id}",
    auth=may("scripts.write"),
    response=ScriptDetail,
    operation_id="change_script",
    summary="Change some fields of a script",
)
def change_script(request: HttpRequest, script_id: int, data: ScriptChanges) -> ScriptDetail:
    """Fields that are not given stay."""
    script = _find(script_id)
    changes = data.dict(exclude_unset=True)
    if "parameters_schema" in changes:
        params.check_schema(changes["parameters_schema"])
    for name, value in changes.items():
        setattr(script, name, value)
    script.updated_at = timezone.now()
    script.save(update_fields=[*changes, "updated_at"])
    return detailed(script)


def _find(script_id: int) -> Script:
    script = Script.objects.select_related("folder").filter(pk=script_id).first()
    if script is None:
        raise NotFound("not_found", what="script", name=str(script_id))
    return script


def detailed(script: Script) -> ScriptDetail:
    return ScriptDetail(
        **listed_script(script).model_dump(),
        folder=script.folder.path,
        script_path=script.script_path,
        digest=script.digest,
        timeout=script.timeout,
        created_at=script.created_at,
        updated_at=script.updated_at,
        buttons=script.buttons.count(),
    )
