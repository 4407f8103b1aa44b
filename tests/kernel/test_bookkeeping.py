"""Status kept by hand is found, and the call that replaces it is named (seed 001)."""

from __future__ import annotations

import textwrap

import pytest

from watchbell.kernel.bookkeeping import find


def calls(source: str) -> list[tuple[int, str]]:
    return [(finding.line, finding.call) for finding in find(textwrap.dedent(source))]


def test_every_part_of_the_function_the_seed_wants_replaced() -> None:
    found = calls(
        """
        @shared_task
        def execute_task(execution_id):
            try:
                execution = MyExecution.objects.get(id=execution_id)
                execution.status = 'running'
                execution.started_at = timezone.now()
                execution.save()
                result = subprocess.run(['command'], capture_output=True, text=True)
                execution.stdout = result.stdout
                execution.stderr = result.stderr
                execution.return_code = result.returncode
                if result.returncode == 0:
                    execution.status = 'success'
                else:
                    execution.status = 'failed'
            except subprocess.TimeoutExpired:
                execution.status = 'failed'
                execution.stderr = "too long"
            except Exception as e:
                execution.status = 'failed'
                execution.return_code = -1
            finally:
                execution.completed_at = timezone.now()
                execution.save()
        """
    )
    not_needed = "# not needed: complete_execution takes the status of execution from the return code"
    assert found == [
        (6, "ExecutionLogger.start_execution(execution)"),
        (10, "ExecutionLogger.complete_execution(execution, result=result)"),
        (14, not_needed),
        (16, not_needed),
        (18, "ExecutionLogger.timeout_execution(execution)"),
        (21, "ExecutionLogger.fail_execution(execution, error_message=str(e))"),
        (24, "# not needed: the calls that end execution set completed_at and save it"),
    ]


@pytest.mark.parametrize(
    ("lines", "call"),
    [
        ("run.status = Status.RUNNING\nrun.save()", "ExecutionLogger.start_execution(run)"),
        ("run.status = Run.STATUS_SUCCESS\nrun.save()", "ExecutionLogger.complete_execution(run)"),
        ("run.status = 'cancelled'\nrun.save()", "ExecutionLogger.cancel_execution(run)"),
        (
            "run.status = word\nrun.completed_at = now()",
            "ExecutionLogger.complete_execution(run, status=word)",
        ),
        (
            "run.status = 'failed'\nrun.stderr = text\nrun.save()",
            "ExecutionLogger.fail_execution(run, error_message=text)",
        ),
        ("self.run.status = 'running'\nself.run.save()", "ExecutionLogger.start_execution(self.run)"),
        ("setattr(run, 'status', 'running')\nrun.save()", "ExecutionLogger.start_execution(run)"),
        (
            "Run.objects.filter(pk=1).update(status='running')",
            "ExecutionLogger.start_execution(Run.objects.filter(pk=1))",
        ),
        ("run.status = 'queued'\nrun.save()", "# run is pending until ExecutionLogger.start_execution(run)"),
        ("await run.asave()\nrun.status = 'running'", "ExecutionLogger.start_execution(run)"),
    ],
)
def test_the_call_for(lines: str, call: str) -> None:
    assert [found for _, found in calls(lines)] == [call]


def test_logs_that_are_added_to_are_added_to() -> None:
    source = "run.status = 'running'\nrun.save()\nprint()\nrun.logs += line\nprint()\nrun.save()"
    assert calls(source)[1] == (4, "ExecutionLogger.update_execution_logs(run, line, append=True)")


@pytest.mark.parametrize(
    "source",
    [
        "response.status = 200",
        "class Box:\n    def __init__(self):\n        self.status = 'new'\n        self.started_at = None",
        "run.name = 'x'\nrun.save()",
        "run.logs = ''\nother.status = 'running'\nrun.save()",
        "with ExecutionContext(execution) as ctx:\n    ctx.set_result(result)",
        "",
    ],
)
def test_what_is_no_bookkeeping_is_left_alone(source: str) -> None:
    assert find(source) == []


def test_each_function_is_looked_at_by_itself() -> None:
    source = "def one(run):\n    run.status = 'running'\n\ndef two(run):\n    run.save()\n"
    assert find(source) == []
    nested = (
        "class A:\n    async def go(self, run):\n        run.status = 'running'\n        await run.asave()\n"
    )
    assert calls(nested) == [(3, "ExecutionLogger.start_execution(run)")]
