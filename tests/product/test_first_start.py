from __future__ import annotations

import os
import stat
from pathlib import Path

from watchbell.testing import Product


def test_nothing_in_the_data_directory_is_for_others(tmp_path: Path) -> None:
    """Security 40, also where somebody made the folder with other rights."""
    data_dir = tmp_path / "data"
    data_dir.mkdir(mode=0o755)
    (data_dir / "tasks").mkdir(mode=0o755)
    with Product(data_dir) as product:
        product.task("t", task_type="command", task_exec="/bin/echo", task_config={"args": ["x"]})
        product.run("t", name="value")
        open_to_others = [
            path
            for folder, _, files in os.walk(data_dir)
            for path in [folder, *(os.path.join(folder, file) for file in files)]
            if stat.S_IMODE(os.lstat(path).st_mode) & 0o077 and not path.endswith("console.log")
        ]
    assert not open_to_others


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    """Security 5."""
    for name in ("one", "two"):
        Product(tmp_path / name).python("from watchbell.server.boot import boot; boot()")
    assert (tmp_path / "one/secret_key").read_text() != (tmp_path / "two/secret_key").read_text()


def test_start_up_imports_nothing_that_is_only_used_by_some(tmp_path: Path) -> None:
    """A count of absence, not a time: what costs start-up for everybody must be used by everybody."""
    loaded = Product(tmp_path / "data").python(
        "from watchbell.server.boot import boot; boot()\n"
        "import watchbell.server.asgi, watchbell.server.engine, sys\n"
        "print(*sorted(sys.modules))"
    )
    heavy = {"jsonschema", "yaml", "httpx", "watchfiles", "celery", "numpy", "docker"}
    assert not heavy & set(loaded.split())
