"""The plugin in `examples/plugin`, found by its entry point and put through the suite it ships with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PLUGIN = Path(__file__).parents[2] / "examples" / "plugin"


def installed(folder: Path) -> str:
    """A PYTHONPATH on which the plugin is as `pip install` leaves it."""
    project = tomllib.loads((PLUGIN / "pyproject.toml").read_text())["project"]
    facts = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    [(group, entries)] = project["entry-points"].items()
    lines = "".join(f"{name} = {target}\n" for name, target in entries.items())
    (facts / "entry_points.txt").write_text(f"[{group}]\n{lines}")
    return f"{folder}{os.pathsep}{PLUGIN / 'src'}"


@pytest.mark.timeout(300)
@pytest.mark.skipif(shutil.which("node") is None, reason="no node on this machine")
def test_the_example_plugin_passes_the_suite(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    paths = f"{Path(shutil.which('node') or '').parent}:/usr/local/bin:/usr/bin:/bin"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(PLUGIN / "tests")],
        env={**os.environ, "PYTHONPATH": installed(folder), "WATCHBELL_PROGRAM_PATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert "passed" in done.stdout and "skipped" not in done.stdout
