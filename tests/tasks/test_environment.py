from __future__ import annotations

import subprocess

import pytest

from tests.tasks.helpers import task, wrong
from watchbell import conf

pytestmark = pytest.mark.usefixtures("data_dir")


@pytest.mark.parametrize(
    "name",
    [
        "LD_PRELOAD", "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONSTARTUP", "BASH_ENV", "BASH_FUNC_ls%%", "PATH",
        "IFS", "ENV", "SHELLOPTS", "PERL5LIB", "PERL5OPT", "RUBYOPT", "NODE_OPTIONS", "GIT_SSH_COMMAND",
        "GIT_CONFIG_COUNT", "DYLD_INSERT_LIBRARIES", "JAVA_TOOL_OPTIONS",
    ],
)  # fmt: skip
def test_a_variable_that_steers_loaders_is_refused(name: str) -> None:
    """Security 18."""
    assert wrong(task_env={name: "x"})[f"task_env.{name}"].code == "env_refused"


def test_an_administrator_can_allow_one_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHBELL_ALLOWED_ENV", "PYTHONPATH, TZ")
    conf.get_settings.cache_clear()
    assert task(task_env={"PYTHONPATH": "/srv/lib"}).task_env == {"PYTHONPATH": "/srv/lib"}
    assert "task_env.PYTHONHOME" in wrong(task_env={"PYTHONHOME": "/srv"})


@pytest.mark.parametrize("name", ["", "1A", "A-B", "A B", "A=B", "é", "A\n"])
def test_a_name_no_program_could_read_is_refused(name: str) -> None:
    """Fault 56."""
    assert wrong(task_env={name: "x"})[f"task_env.{name}"].code == "env_bad_name"


def test_what_watchbell_tells_its_own_processes_by_is_not_to_be_set() -> None:
    for name in (
        *("EXECUTION_ID", "TASK_ID", "TASK_LOG", "PAGE_CONTEXT", "SCRIPT_NAME", "SCRIPT_PARAMETERS"),
        *("SCRIPT_PARAMETERS_FILE", "WATCHBELL_RUN"),
    ):
        assert wrong(task_env={name: "x"})[f"task_env.{name}"].code == "env_reserved"
    assert task(task_env={"TASK_NAME": "测试任务"}).task_env["TASK_NAME"] == "测试任务"


@pytest.mark.parametrize("value", [1, True, None, ["a"]])
def test_a_value_that_is_no_text_is_refused_with_the_way_out(value: object) -> None:
    error = wrong(task_env={"A": value})["task_env.A"]
    assert (error.code, error.hint("en")) == ("env_not_text", "Put it in quotes.")


def test_a_variable_the_system_would_not_take_is_refused() -> None:
    """Fault 56: one of 128 KiB with its name makes execve fail."""
    assert task(task_env={"A": "x" * (128 * 1024 - 4)})
    assert wrong(task_env={"A": "x" * (128 * 1024 - 3)})["task_env.A"].code == "env_too_large"
    assert wrong(task_env={"A": "值" * 50_000})["task_env.A"].code == "env_too_large"
    many = {f"A{index}": "x" * 100_000 for index in range(6)}
    assert wrong(task_env=many)["task_env"].code == "env_total_too_large"


def test_the_largest_allowed_variable_really_starts_a_program() -> None:
    done = subprocess.run(["/bin/true"], env={"A": "x" * (128 * 1024 - 4)}, check=False)
    assert done.returncode == 0
