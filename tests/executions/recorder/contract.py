"""What `ExecutionLogger` promises of every kind of execution; each kind inherits and runs all of it."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from watchbell import ExecutionContext, ExecutionLogger


def program(code: str, text: bool = True) -> subprocess.CompletedProcess[Any]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=text, check=False)


class RecordingContract:
    """`make()` gives an execution that is pending; `reread()` gives it as others see it."""

    def make(self) -> Any:
        raise NotImplementedError

    def reread(self, execution: Any) -> Any:
        return execution

    @pytest.fixture
    def execution(self) -> Any:
        return self.make()

    def test_a_start_is_recorded_with_its_time(self, execution: Any) -> None:
        assert ExecutionLogger.start_execution(execution, "开始执行") is True
        for seen in (execution, self.reread(execution)):
            assert seen.status == "running"
            assert timedelta(0) <= datetime.now(UTC) - seen.started_at < timedelta(minutes=1)
            assert seen.completed_at is None

    def test_a_second_start_changes_nothing(self, execution: Any) -> None:
        ExecutionLogger.start_execution(execution)
        began = execution.started_at
        assert ExecutionLogger.start_execution(execution) is False
        assert self.reread(execution).started_at == began

    def test_a_finished_program_leaves_its_output_and_return_code(self, execution: Any) -> None:
        ExecutionLogger.start_execution(execution)
        result = program("import sys; print('out'); print('err', file=sys.stderr)")
        assert ExecutionLogger.complete_execution(execution, result=result, log_message="执行完成") is True
        for seen in (execution, self.reread(execution)):
            assert (seen.status, seen.return_code) == ("success", 0)
            assert (seen.stdout, seen.stderr) == ("out\n", "err\n")
            assert seen.logs == "out\nerr\n"
            assert seen.completed_at >= seen.started_at

    def test_a_return_code_other_than_zero_is_a_failure(self, execution: Any) -> None:
        ExecutionLogger.start_execution(execution)
        ExecutionLogger.complete_execution(execution, result=program("raise SystemExit(3)"))
        assert (self.reread(execution).status, self.reread(execution).return_code) == ("failed", 3)

    def test_output_given_as_bytes_is_kept_as_text(self, execution: Any) -> None:
        result = program("import sys; sys.stdout.buffer.write('开始\\n'.encode('gbk') * 9)", text=False)
        ExecutionLogger.complete_execution(execution, result=result)
        assert self.reread(execution).stdout == "开始\n" * 9

    def test_a_program_whose_output_was_not_captured_leaves_none(self, execution: Any) -> None:
        result = subprocess.run([sys.executable, "-c", ""], check=False)
        assert ExecutionLogger.complete_execution(execution, result=result)
        assert not self.reread(execution).stdout
        assert self.reread(execution).status == "success"

    @pytest.mark.parametrize("key", ["return_code", "returncode"])
    def test_a_result_may_be_a_mapping(self, execution: Any, key: str) -> None:
        ExecutionLogger.complete_execution(execution, {"stdout": "a", "stderr": "b", key: 2})
        seen = self.reread(execution)
        assert (seen.stdout, seen.stderr, seen.return_code, seen.status) == ("a", "b", 2, "failed")
        assert seen.logs == "a\nb"

    @pytest.mark.parametrize(
        ("result", "status"),
        [
            (None, "success"),
            (0, "success"),
            (4, "failed"),
            (True, "success"),
            (False, "failed"),
            ("x", "success"),
        ],
    )
    def test_simple_results_are_understood(self, execution: Any, result: Any, status: str) -> None:
        ExecutionLogger.complete_execution(execution, result)
        assert self.reread(execution).status == status

    def test_the_caller_may_say_status_output_and_code_himself(self, execution: Any) -> None:
        ExecutionLogger.complete_execution(
            execution, {"stdout": "old", "return_code": 1}, status="success", stdout="new", return_code=0
        )
        seen = self.reread(execution)
        assert (seen.status, seen.stdout, seen.return_code) == ("success", "new", 0)

    def test_logs_of_the_caller_are_kept_after_the_output(self, execution: Any) -> None:
        ExecutionLogger.complete_execution(
            execution, stdout="out", custom_logs="自定义日志内容", status="success"
        )
        assert self.reread(execution).logs == "out\n自定义日志内容"

    def test_a_status_that_is_no_end_is_refused_by_name(self, execution: Any) -> None:
        with pytest.raises(Exception, match="cannot end as 'running'"):
            ExecutionLogger.complete_execution(execution, status="running")
        assert self.reread(execution).status == "pending"

    def test_a_failure_keeps_its_message(self, execution: Any) -> None:
        ExecutionLogger.start_execution(execution)
        assert ExecutionLogger.fail_execution(execution, error_message="连接超时") is True
        seen = self.reread(execution)
        assert (seen.status, seen.stderr, seen.logs, seen.return_code) == (
            "failed",
            "连接超时",
            "连接超时",
            -1,
        )
        assert seen.completed_at is not None

    def test_a_timeout_says_after_how_long(self, execution: Any) -> None:
        ExecutionLogger.start_execution(execution)
        assert (
            ExecutionLogger.timeout_execution(execution, timeout_seconds=300, log_message="执行超时") is True
        )
        seen = self.reread(execution)
        assert (seen.status, seen.return_code) == ("timeout", -1)
        assert "300 s" in seen.stderr

    def test_a_cancel_keeps_its_message(self, execution: Any) -> None:
        ExecutionLogger.start_execution(execution)
        assert ExecutionLogger.cancel_execution(execution, cancel_message="用户取消执行") is True
        assert (self.reread(execution).status, self.reread(execution).logs) == ("cancelled", "用户取消执行")

    def test_what_is_pending_can_be_cancelled(self, execution: Any) -> None:
        assert ExecutionLogger.cancel_execution(execution) is True
        assert self.reread(execution).status == "cancelled"
        assert self.reread(execution).started_at is None

    def test_a_success_that_comes_after_a_cancel_is_refused(
        self, execution: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        ExecutionLogger.start_execution(execution)
        ExecutionLogger.cancel_execution(execution)
        assert ExecutionLogger.complete_execution(execution, "late", return_code=0) is False
        seen = self.reread(execution)
        assert (seen.status, seen.return_code) == ("cancelled", -1)
        assert "late" not in seen.logs
        assert [line.levelname for line in caplog.records if "not recorded" in line.message] == ["WARNING"]

    def test_what_has_ended_is_not_started_again(self, execution: Any) -> None:
        ExecutionLogger.fail_execution(execution, "no")
        assert ExecutionLogger.start_execution(execution) is False
        assert self.reread(execution).status == "failed"

    def test_logs_can_be_added_to(self, execution: Any) -> None:
        assert ExecutionLogger.update_execution_logs(execution, "one", append=True) is True
        assert ExecutionLogger.update_execution_logs(execution, "two\n", append=True) is True
        assert ExecutionLogger.update_execution_logs(execution, "three", append=True) is True
        assert execution.logs == self.reread(execution).logs == "one\ntwo\nthree"

    def test_logs_can_be_replaced_until_the_end(self, execution: Any) -> None:
        ExecutionLogger.update_execution_logs(execution, "draft")
        assert ExecutionLogger.update_execution_logs(execution, "新的日志内容") is True
        ExecutionLogger.complete_execution(execution, "done")
        assert ExecutionLogger.update_execution_logs(execution, "rewritten") is False
        assert ExecutionLogger.update_execution_logs(execution, "afterword", append=True) is True
        assert self.reread(execution).logs == "新的日志内容\ndone\nafterword"

    def test_progress_is_recorded_until_the_end(self, execution: Any) -> None:
        ExecutionLogger.start_execution(execution)
        assert ExecutionLogger.update_progress(execution, 42.5, "copying") is True
        ExecutionLogger.complete_execution(execution)
        assert ExecutionLogger.update_progress(execution, 50) is False
        assert execution.progress == self.reread(execution).progress == 42.5

    @pytest.mark.parametrize("wrong", [-1, 100.5, float("nan"), True, "half"])
    def test_progress_is_a_percentage(self, execution: Any, wrong: Any) -> None:
        with pytest.raises(Exception, match="from 0 to 100"):
            ExecutionLogger.update_progress(execution, wrong)

    def test_hooks_hear_of_start_progress_and_end(
        self, execution: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        heard: list[tuple[str, Any]] = []
        remove = ExecutionLogger.add_hook(lambda event, subject: heard.append((event, subject)))
        with django_capture_on_commit_callbacks(execute=True):
            ExecutionLogger.start_execution(execution)
            ExecutionLogger.start_execution(execution)
            ExecutionLogger.update_progress(execution, 10)
            ExecutionLogger.complete_execution(execution)
        remove()
        assert heard == [("started", execution), ("progressed", execution), ("finished", execution)]

    def test_a_block_of_code_is_recorded_from_start_to_end(self, execution: Any) -> None:
        with ExecutionContext(execution, "开始执行任务") as context:
            assert self.reread(execution).status == "running"
            context.set_result(program("print('hello')"))
        seen = self.reread(execution)
        assert (seen.status, seen.stdout, seen.return_code) == ("success", "hello\n", 0)

    def test_a_block_whose_program_failed_is_no_success(self, execution: Any) -> None:
        with ExecutionContext(execution) as context:
            context.set_result(program("raise SystemExit(7)"))
        assert (self.reread(execution).status, self.reread(execution).return_code) == ("failed", 7)

    def test_an_exception_in_a_block_is_recorded_and_raised_again(self, execution: Any) -> None:
        with pytest.raises(ValueError, match="boom"), ExecutionContext(execution) as context:
            context.set_result({"stdout": "half"})
            raise ValueError("boom")
        seen = self.reread(execution)
        assert (seen.status, seen.stdout, seen.stderr, seen.return_code) == ("failed", "half", "boom", -1)

    def test_a_block_that_exceeds_its_time_is_a_timeout(self, execution: Any) -> None:
        code = "import time; print('begun', flush=True); time.sleep(60)"
        with pytest.raises(subprocess.TimeoutExpired), ExecutionContext(execution):
            subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=0.5, check=False)
        seen = self.reread(execution)
        assert (seen.status, seen.stdout) == ("timeout", "begun\n")
        assert "0.5 s" in seen.stderr

    def test_a_failed_check_of_a_program_keeps_its_output(self, execution: Any) -> None:
        with pytest.raises(subprocess.CalledProcessError), ExecutionContext(execution):
            program("import sys; print('seen'); sys.exit('bad')").check_returncode()
        seen = self.reread(execution)
        assert (seen.status, seen.stdout, seen.return_code) == ("failed", "seen\n", 1)
        assert seen.stderr.startswith("bad\nCommand ")

    @pytest.mark.parametrize(
        ("error", "status", "code"),
        [
            (KeyboardInterrupt(), "cancelled", -1),
            (SystemExit(5), "failed", 5),
            (SystemExit("broken"), "failed", 1),
            (SystemExit(), "success", None),
            (GeneratorExit(), "failed", -1),
        ],
    )
    def test_leaving_a_block_by_force_is_recorded_too(
        self, execution: Any, error: BaseException, status: str, code: int | None
    ) -> None:
        with pytest.raises(type(error)), ExecutionContext(execution):
            raise error
        assert (self.reread(execution).status, self.reread(execution).return_code) == (status, code)

    def test_a_block_may_end_the_execution_itself(
        self, execution: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        with ExecutionContext(execution):
            ExecutionLogger.fail_execution(execution, "no such host")
        assert self.reread(execution).status == "failed"
        assert "not recorded" not in caplog.text
