"""The functions of the seed's guide, as they are written there."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tests.host_app.models import Run as MyExecution
from watchbell import ExecutionContext, ExecutionLogger

pytestmark = pytest.mark.django_db


def execute_my_task(execution_id: int, command: list[str], timeout: float = 300) -> None:
    try:
        execution = MyExecution.objects.get(id=execution_id)

        # 开始执行
        ExecutionLogger.start_execution(
            execution,
            f"开始执行任务: {execution.name}"
        )  # fmt: skip

        # 执行逻辑
        result = subprocess.run(command, capture_output=True, text=True, timeout=timeout)

        # 完成执行（自动处理结果）
        ExecutionLogger.complete_execution(
            execution,
            result=result,
            log_message=f"任务执行完成: {execution.name}"
        )  # fmt: skip

    except subprocess.TimeoutExpired:
        ExecutionLogger.timeout_execution(
            execution,
            timeout_seconds=300,
            log_message=f"任务执行超时: {execution.name}"
        )  # fmt: skip

    except Exception as e:
        ExecutionLogger.fail_execution(
            execution,
            error_message=str(e),
            log_message=f"任务执行异常: {execution.name}, 错误: {str(e)}"  # noqa: RUF010
        )  # fmt: skip


def my_task(execution_id: int, command: list[str]) -> None:
    execution = MyExecution.objects.get(id=execution_id)

    with ExecutionContext(execution, "开始执行任务") as ctx:
        # 执行具体逻辑
        result = subprocess.run(command, capture_output=True, text=True)

        # 设置执行结果
        ctx.set_result(result)


class LocalExecutor:
    def execute_step(self, step_execution: Any, run_command: Callable[[], Any]) -> None:
        ExecutionLogger.start_execution(step_execution, f"开始执行步骤: {step_execution.name}")

        try:
            # 执行逻辑
            result = run_command()
            ExecutionLogger.complete_execution(step_execution, result=result)
        except Exception as e:
            ExecutionLogger.fail_execution(step_execution, str(e))


@pytest.mark.parametrize(
    ("command", "timeout", "status", "return_code"),
    [
        (["sh", "-c", "echo ok"], 300, "success", 0),
        (["sh", "-c", "echo no >&2; exit 4"], 300, "failed", 4),
        (["sleep", "60"], 0.2, "timeout", -1),
        (["/nowhere/my-command"], 300, "failed", -1),
    ],
)
def test_the_task_records_however_it_ends(
    command: list[str], timeout: float, status: str, return_code: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "watchbell.execution")
    execution = MyExecution.objects.create()
    execute_my_task(execution.pk, command, timeout)
    seen = MyExecution.objects.get()
    assert (seen.status, seen.return_code) == (status, return_code)
    assert seen.started_at <= seen.completed_at
    assert "开始执行任务: nightly" in caplog.text


def test_the_context_records_the_result() -> None:
    execution = MyExecution.objects.create()
    my_task(execution.pk, ["sh", "-c", "echo out; echo err >&2"])
    seen = MyExecution.objects.get()
    assert (seen.status, seen.stdout, seen.stderr, seen.logs) == ("success", "out\n", "err\n", "out\nerr\n")


def test_the_context_records_a_command_that_does_not_exist() -> None:
    execution = MyExecution.objects.create()
    with pytest.raises(FileNotFoundError):
        my_task(execution.pk, ["/nowhere/my-command"])
    assert MyExecution.objects.get().status == "failed"


def test_the_local_executor_records_its_step() -> None:
    execution = MyExecution.objects.create()
    command = partial(subprocess.run, ["sh", "-c", "exit 1"], capture_output=True)
    LocalExecutor().execute_step(execution, command)
    assert MyExecution.objects.get().status == "failed"
