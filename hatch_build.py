"""Builds the web pages into the package, so that users of the wheel never need Node."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_BUILT = ("index.html", "watchbell-buttons.js", "watchbell-vue.js")


class WebBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        static = root / "src/watchbell/static/watchbell"
        if version == "editable" or all((static / name).exists() for name in _BUILT):
            return
        web = root / "web"
        subprocess.run(["npm", "ci", "--ignore-scripts"], cwd=web, check=True)
        subprocess.run(["npm", "run", "build"], cwd=web, check=True)
