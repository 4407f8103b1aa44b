"""Looking after scripts: what is registered, what a new look at their folders finds."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from watchbell.access.policy import check
from watchbell.api.guard import key_of, may, user_of
from watchbell.api.language import language_of
from watchbell.api.page_scripts import described, listed_script
from watchbell.api.script_schema import (
    Folder,
    FolderLeaving,
    FolderList,
    Scan,
    ScanRequest,
    ScanResult,
    ScriptChanges,
    ScriptDetail,
)
from watchbell.errors import NotFound, WatchbellError
from watchbell.kernel import params
from watchbell.scripts.models import Script, ScriptFolder
from watchbell.scripts.register import Registration, problem_of, register, states_parameters, trouble_of
from watchbell.scripts.unregister import leaving, unregister

router = Router(tags=["scripts"])


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


@router.get(
    "/script-folders/{folder_id}",
    auth=may("scripts.read"),
    response=FolderLeaving,
    operation_id="get_script_folder",
    summary="A script folder, and what would go with it",
)
def get_script_folder(request: HttpRequest, folder_id: int) -> FolderLeaving:
    """What un-registering it would take away; changes nothing."""
    return FolderLeaving(**leaving(_find_folder(folder_id)).to_json())


@router.delete(
    "/script-folders/{folder_id}",
    auth=may("scripts.write"),
    response=FolderLeaving,
    operation_id="unregister_script_folder",
    summary="Un-register a script folder",
)
def unregister_script_folder(request: HttpRequest, folder_id: int) -> FolderLeaving:
    """Its scripts and their page buttons are gone, as the answer tells; its files and the history stay.

    409 where steps of pipelines name its scripts. To register it again is for the command line.
    """
    check(user_of(request), "buttons.write", key_of(request))
    return FolderLeaving(**unregister(_find_folder(folder_id)).to_json())


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
    found = [_scanned(one, data) for one in folders]
    return ScanResult(items=[Scan.model_validate(one.to_json(language)) for one in found])


def _scanned(folder: ScriptFolder, data: ScanRequest) -> Registration:
    """A folder that is away holds up no other."""
    try:
        return register(Path(folder.path), force=data.force, dry_run=not data.write)
    except WatchbellError as error:
        return Registration(folder.path, problems=[error])


@router.get(
    "/scripts/{script_id}",
    auth=may("scripts.read"),
    response=ScriptDetail,
    operation_id="get_script",
    summary="One script",
)
def get_script(request: HttpRequest, script_id: int) -> ScriptDetail:
    return detailed(_find(script_id), language_of(request))


@router.patch(
    "/scripts/{script_id}",
    auth=may("scripts.write"),
    response=ScriptDetail,
    operation_id="change_script",
    summary="Change some fields of a script",
)
def change_script(request: HttpRequest, script_id: int, data: ScriptChanges) -> ScriptDetail:
    """Fields that are not given stay. 422 where it is switched on while its parameters cannot be read."""
    script = _find(script_id)
    changes = data.dict(exclude_unset=True)
    if "parameters_schema" in changes:
        params.check_schema(changes["parameters_schema"])
    states_none = "parameters_schema" not in changes and not states_parameters(script)
    if changes.get("is_active") and states_none and (problem := problem_of(script)):
        raise problem
    for name, value in changes.items():
        setattr(script, name, value)
    script.updated_at = timezone.now()
    script.save(update_fields=[*changes, "updated_at"])
    return detailed(script, language_of(request))


def _find_folder(folder_id: int) -> ScriptFolder:
    folder = ScriptFolder.objects.filter(pk=folder_id).first()
    if folder is None:
        raise NotFound("not_found", what="script folder", name=str(folder_id))
    return folder


def _find(script_id: int) -> Script:
    script = Script.objects.select_related("folder").filter(pk=script_id).first()
    if script is None:
        raise NotFound("not_found", what="script", name=str(script_id))
    return script


def detailed(script: Script, language: str) -> ScriptDetail:
    trouble = trouble_of(script)
    return ScriptDetail(
        **listed_script(script).model_dump(),
        folder=script.folder.path,
        script_path=script.script_path,
        digest=script.digest,
        timeout=script.timeout,
        created_at=script.created_at,
        updated_at=script.updated_at,
        buttons=script.buttons.count(),
        problem=described(trouble, language) if trouble else None,
    )
