"""Settings that cannot be meant: what is refused, and what is only warned of."""

from __future__ import annotations

from pathlib import Path

import pytest

from watchbell.testing import Product


def failures(checked: str) -> list[str]:
    """What `check` found wrong, apart from web pages that are not built yet."""
    return [
        line for line in checked.splitlines() if line.startswith("FAIL") and not line.startswith("FAIL  web")
    ]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("WATCHBELL_PROT", "Did you mean: WATCHBELL_PORT?"),
        ("WATCHBELL_DATABASE_URL", "it changes nothing."),
    ],
)
def test_a_variable_that_is_no_setting_is_warned_of_by_check(tmp_path: Path, name: str, told: str) -> None:
    product = Product(tmp_path / "data", WATCHBELL_LANGUAGE="en", **{name: "postgres://db"})

    with product:
        checked = product.cli("check")

    assert not failures(checked.stdout)
    assert f"{name} is no setting of Watchbell" in checked.stderr and told in checked.stderr
    assert name in (product.data_dir / "logs/sys.log").read_text()
    assert "postgres://db" not in checked.stderr


def test_what_programs_are_told_is_not_warned_of(tmp_path: Path) -> None:
    product = Product(tmp_path / "data", WATCHBELL_RUN="x", WATCHBELL_RESULT_FILE="/tmp/x")

    with product:
        assert "RUN" not in product.cli("check").stderr


def test_a_folder_of_programs_that_is_relative_is_refused(tmp_path: Path) -> None:
    product = Product(tmp_path / "data", WATCHBELL_LANGUAGE="zh", WATCHBELL_SCRIPT_ROOTS="/tmp:scripts")

    refused = product.cli("export", "-")

    assert refused.returncode == 2
    assert "WATCHBELL_SCRIPT_ROOTS" in refused.stderr and "绝对路径" in refused.stderr


def test_a_folder_of_programs_that_is_not_there_is_warned_of(tmp_path: Path) -> None:
    product = Product(tmp_path / "data", WATCHBELL_LANGUAGE="en", WATCHBELL_SCRIPT_ROOTS="/nothing/here")

    with product:
        checked = product.cli("check")

    assert "there is no folder /nothing/here" in checked.stderr
    assert not failures(checked.stdout)


@pytest.mark.parametrize("content", ["", "12345", "  \n" * 30])
def test_a_key_of_sessions_that_anybody_could_guess_is_refused(tmp_path: Path, content: str) -> None:
    product = Product(tmp_path / "data", WATCHBELL_LANGUAGE="en")
    product.data_dir.mkdir(mode=0o700)
    (product.data_dir / "secret_key").write_text(content)

    refused = product.cli("serve", "--port", "0")

    assert refused.returncode == 2
    assert "at least 32 characters" in refused.stderr and "Delete it" in refused.stderr
    assert "Traceback" not in refused.stderr
