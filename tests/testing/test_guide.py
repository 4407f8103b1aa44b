"""What docs/guides/testing.md shows works as shown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.testing.conftest import Save
from watchbell.testing import InlineQueue

GUIDES = sorted((Path(__file__).parents[2] / "docs" / "guides").glob("testing*.md"))


def shown(guide: Path, **known: Any) -> dict[str, Any]:
    """The names that the Python of the guide defines."""
    names = dict(known)
    for block in re.findall(r"^```python\n(.*?)^```", guide.read_text(), re.DOTALL | re.MULTILINE):
        exec(block, names)
    return names


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_tasks_and_time(guide: Path, inline_queue: InlineQueue, save: Save):
    def save_report_task(**fields: Any) -> None:
        save("report", task_type="dummy", **fields)

    names = shown(guide, save_report_task=save_report_task)
    names["test_the_backup_says_where_it_wrote"](inline_queue)
    names["test_the_report_waits_out_the_clock_change"](inline_queue)


def test_a_whole_watchbell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "tasks.json").write_text(
        '{"tasks": [{"task_id": "hello", "task_name": "Hello", "task_type": "command",'
        ' "task_exec": "/bin/echo", "task_config": {"args": ["hello"]}}]}'
    )
    monkeypatch.chdir(tmp_path)
    shown(GUIDES[0])["test_our_tasks_run"](tmp_path / "data")
