"""Scripts and their folders as those who look after them see them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import BaseModel, Field

from watchbell.api.press_schema import ButtonProblem, ListedScript


class ScriptDetail(ListedScript):
    """A script and where it is; `timeout` in seconds, null for the default of 540.

    `problem`: why its file cannot be used as it is, found by the last scan.
    """

    folder: str
    script_path: str
    digest: str = Field(description="SHA-256 of the file when it was registered.")
    timeout: float | None
    created_at: datetime
    updated_at: datetime
    buttons: int = Field(description="How many page buttons run it.")
    problem: ButtonProblem | None


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


class FolderLeaving(BaseModel):
    """What goes with a script folder when it is un-registered."""

    folder: str
    scripts: list[str] = Field(description="Their names.")
    buttons: list[str] = Field(description="Page buttons that run them: route and text.")
    going_on: int = Field(description="Executions of them that have not ended; they run to their end.")
    pipelines: list[str] = Field(
        description="Their steps name these scripts: the folder stays until they do not."
    )


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
