"""A running product with a folder of scripts, and a way to run one of them to its end."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from watchbell.scripts.discovery import Found, describe
from watchbell.testing import Product

Run = Callable[..., dict[str, Any]]


class Scripts:
    """A script folder of its own in a running product; scripts are written, registered and pressed."""

    def __init__(self, product: Product, folder: Path) -> None:
        self.product = product
        self.folder = folder
        folder.mkdir()

    def add(self, name: str, text: str) -> int:
        """Writes and registers a script; returns its id."""
        return self.add_all({name: text})[name]

    def add_all(self, texts: dict[str, str]) -> dict[str, int]:
        """Writes and registers scripts; returns their ids."""
        for name, text in texts.items():
            (self.folder / f"{name}.py").write_text(textwrap.dedent(text))
        done = self.product.cli("scripts", "register", str(self.folder), "--json")
        assert not done.returncode, done.stderr
        listed = json.loads(self.product.cli("scripts", "list", "--json").stdout)
        return {script["name"]: script["id"] for script in listed if script["name"] in texts}

    def press(self, script_id: int, /, **parameters: Any) -> str:
        answer = self.product.post("/api/execute-script", {"script_id": script_id, "parameters": parameters})
        return str(answer["execution_id"])

    def run(self, name: str, text: str, /, **parameters: Any) -> dict[str, Any]:
        """The finished execution of a new script."""
        return self.product.finished(self.press(self.add(name, text), **parameters), 60)

    def result_files(self) -> list[Path]:
        return list((self.product.data_dir / "run" / "results").iterdir())


@pytest.fixture(scope="session")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scripts]:
    folder = tmp_path_factory.mktemp("scripts")
    with Product(folder / "data", WATCHBELL_STOP_GRACE="1") as running:
        yield Scripts(running, folder / "scripts")


@pytest.fixture
def fresh_scripts(tmp_path: Path) -> Iterator[Scripts]:
    """For tests that stop or kill the product."""
    with Product(tmp_path / "data", WATCHBELL_STOP_GRACE="1") as running:
        yield Scripts(running, tmp_path / "scripts")


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Found]:
    """What a script says of itself; it must have no problems."""

    def read_script(text: str | bytes, name: str = "example.py") -> Found:
        content = text if isinstance(text, bytes) else textwrap.dedent(text).encode()
        (tmp_path / name).write_bytes(content)
        found, problems = describe(tmp_path / name, tmp_path)
        assert not problems
        return found

    return read_script
