from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.launcher.house import House
from watchbell.kernel.outcome import Outcome, decide


def _file(folder: Path, text: bytes, mode: int = 0o755) -> str:
    path = folder / "program"
    path.write_bytes(text)
    path.chmod(mode)
    return str(path)


def _error(house: House, *argv: str, **options: Any) -> dict[str, Any]:
    outcome = house.run(*argv, **options)
    assert (outcome["cause"], outcome["return_code"], outcome["started_at"]) == ("spawn", None, None)
    verdict = decide(Outcome.from_json(outcome))
    assert verdict.status == "failed"
    assert verdict.reason == outcome["error"]["code"]
    assert verdict.error
    for language in ("en", "zh"):
        assert "{" not in verdict.error.message(language) + (verdict.error.hint(language) or "")
    return dict(outcome["error"])


@pytest.fixture(params=[{}, {"file_size_mb": 5}], ids=["plain", "limited"])
def limits(request: pytest.FixtureRequest) -> dict[str, float]:
    return dict(request.param)


def test_a_missing_program(home: House, limits: dict[str, float]) -> None:
    error = _error(home, "/no/such/program", limits=limits)
    assert error == {"code": "missing_file", "path": "/no/such/program"}


def test_a_program_that_is_in_no_path(home: House) -> None:
    assert _error(home, "no-such-program")["code"] == "missing_file"


def test_a_missing_working_directory(home: House, limits: dict[str, float]) -> None:
    error = _error(home, "/bin/true", cwd="/no/such/folder", limits=limits)
    assert error == {"code": "missing_cwd", "path": "/no/such/folder"}


def test_a_file_that_is_not_executable(home: House, limits: dict[str, float], tmp_path: Path) -> None:
    assert _error(home, _file(tmp_path, b"#!/bin/sh\n", 0o644), limits=limits)["code"] == "not_executable"


def test_a_folder_is_not_a_program(home: House, tmp_path: Path) -> None:
    assert _error(home, str(tmp_path))["code"] == "not_executable"


def test_a_script_without_a_shebang(home: House, limits: dict[str, float], tmp_path: Path) -> None:
    assert _error(home, _file(tmp_path, b"echo hi\n"), limits=limits)["code"] == "bad_shebang"


def test_a_script_with_windows_line_ends(home: House, limits: dict[str, float], tmp_path: Path) -> None:
    assert (
        _error(home, _file(tmp_path, b"#!/bin/sh\r\necho hi\r\n"), limits=limits)["code"]
        == "windows_line_ends"
    )


def test_a_missing_interpreter(home: House, limits: dict[str, float], tmp_path: Path) -> None:
    error = _error(home, _file(tmp_path, b"#!/opt/none/python3 -u\n"), limits=limits)
    assert (error["code"], error["interpreter"]) == ("missing_interpreter", "/opt/none/python3")


def test_an_argument_that_is_too_long(home: House, limits: dict[str, float]) -> None:
    assert _error(home, "/bin/true", "x" * 140_000, limits=limits)["code"] == "argument_too_long"


def test_a_variable_that_is_too_long(home: House) -> None:
    assert _error(home, "/bin/true", env={"A": "x" * 140_000})["code"] == "argument_too_long"


def test_a_zero_byte_names_the_field_it_is_in(home: House, limits: dict[str, float]) -> None:
    assert _error(home, "/bin/true", "a\0b", limits=limits)["field"] == "argv"
    assert _error(home, "/bin/true", env={"A": "a\0b"}, limits=limits)["field"] == "env"


def test_a_request_that_is_no_run(home: House) -> None:
    assert _error(home, "/bin/true", limits={"speed": 1})["code"] == "invalid_value"
    assert _error(home, "/bin/true", timeout="soon")["code"] == "invalid_value"
    assert _error(home)["code"] == "invalid_value"


def test_the_launcher_goes_on_after_all_of_them(home: House) -> None:
    assert home.run("/bin/true")["return_code"] == 0
