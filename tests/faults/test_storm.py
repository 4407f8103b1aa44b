from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.pipeline_storm import PipelineStorm
from tests.faults.storm import QuickStorm, Storm


@pytest.mark.slow
def test_no_kill_loses_a_tick_starts_twice_or_leaves_anything_behind(tmp_path: Path) -> None:
    report = Storm(tmp_path / "data", seed=7).run(kills=8, executions=120)
    assert not report.faults, report
    assert report.executions >= 120


@pytest.mark.slow
def test_no_kill_loses_or_doubles_what_waits_at_the_launcher(tmp_path: Path) -> None:
    report = QuickStorm(tmp_path / "data", seed=5).run(kills=8, executions=400)
    assert not report.faults, report
    assert report.executions >= 400


@pytest.mark.slow
def test_no_kill_ends_a_pipeline_twice_or_runs_a_step_twice(tmp_path: Path) -> None:
    report = PipelineStorm(tmp_path / "data", seed=3).run(kills=8, executions=24)
    assert not report.faults, report
    assert sum(report.pipelines.values()) >= 24
