from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from watchbell.cli.common import data_dir_option, echo_json, json_option
from watchbell.cli.words import language, say
from watchbell.errors import ConfigurationError
from watchbell.kernel.schedule_kinds import MOST_TICKS

_NOTES = {
    "gap": ("clocks go forward: moved to the first instant after the gap", "时钟拨快：移到间隙后的第一刻"),
    "fold": ("clocks go back: runs once, the first time", "时钟拨慢：只在第一次运行"),
}


@click.group(help=say("Look at schedules.", "查看调度。"))
def schedule_command() -> None:
    pass


@schedule_command.command("preview", help=say("Show the coming ticks of EXPR.", "显示 EXPR 之后的触发时刻。"))
@click.argument("expression", metavar="EXPR")
@click.option("--timezone", "zone", help=say("IANA time zone.", "IANA 时区。"))
@click.option(
    "--start",
    help=say("ISO 8601 time with its offset; default now.", "带时区偏移的 ISO 8601 时间，默认现在。"),
)
@click.option("--count", type=click.IntRange(1, MOST_TICKS), default=10, show_default=True)
@json_option
@data_dir_option
def preview(expression: str, zone: str | None, start: str | None, count: int, as_json: bool) -> None:
    from watchbell.conf import get_settings
    from watchbell.kernel.describe import describe
    from watchbell.kernel.schedule import parse

    schedule = parse(expression, zone or get_settings().timezone)
    ticks = schedule.ticks(_instant(start), count)
    if as_json:
        echo_json(
            {
                "ticks": [{"time": tick.time.isoformat(), "note": tick.note} for tick in ticks],
                "description": describe(schedule, language()),
            }
        )
        return
    click.echo(describe(schedule, language()))
    for tick in ticks:
        click.echo(f"{tick.time.isoformat()}  {_note(tick)}".rstrip())


def _instant(start: str | None) -> datetime:
    """Raises ConfigurationError, as the API does: without its offset, a time is another one elsewhere."""
    if start is None:
        return datetime.now().astimezone()
    try:
        moment = datetime.fromisoformat(start)
        if moment.tzinfo is None:
            raise ValueError("no offset")
        return moment.astimezone()
    except (ValueError, OverflowError) as error:
        raise ConfigurationError("field_not_a_time", field="--start", name="--start") from error


def _note(tick: Any) -> str:
    return say(*_NOTES[tick.note]) if tick.note else ""
