"""`watchbell buttons`: applying a file of page buttons, and listing them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watchbell.cli.common import data_dir_option, echo_json, json_option, prepare
from watchbell.cli.words import say

if TYPE_CHECKING:
    from watchbell.scripts.button_configs import Applied
    from watchbell.scripts.models import PageButton


@click.group(help=say("Apply and list page buttons.", "应用和列出页面按钮。"))
def buttons_command() -> None:
    pass


@buttons_command.command(
    "apply",
    help=say(
        "Make the page buttons of FILE (button_configs.json), all or none; again, and nothing changes.",
        "应用 FILE（button_configs.json）中的页面按钮：要么全部，要么全不；重复应用不会产生变化。",
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@data_dir_option
def apply_command(file: Path, as_json: bool) -> None:
    prepare()
    from watchbell.scripts.button_configs import apply_text

    show(apply_text(file.read_bytes()), as_json=as_json)


@buttons_command.command("list", help=say("List the page buttons.", "列出页面按钮。"))
@json_option
@data_dir_option
def list_command(as_json: bool) -> None:
    prepare()
    from watchbell.scripts.models import PageButton

    buttons = PageButton.objects.select_related("script").order_by("page_route", "display_order", "pk")
    if as_json:
        echo_json([_as_json(button) for button in buttons])
        return
    for button in buttons:
        target = button.script.name if button.script else button.task_id
        off = "" if button.is_enabled else say("  (switched off)", "  （已停用）")
        click.echo(f"{button.page_route}  {button.button_text}  → {target}{off}")


def show(applied: Applied, *, as_json: bool) -> None:
    """Prints what a file changed."""
    if as_json:
        echo_json(vars(applied))
        return
    words = {
        "created": ("created", "新建"),
        "updated": ("updated", "更新"),
        "unchanged": ("unchanged", "未变"),
    }
    click.echo(", ".join(f"{say(*words[kind])} {len(ids)}" for kind, ids in vars(applied).items()))


def _as_json(button: PageButton) -> dict[str, Any]:
    from watchbell.scripts.button_fields import ButtonFields

    name = button.script.name if button.script else None
    return {"id": button.pk, "script_name": name, **ButtonFields.of(button)}
