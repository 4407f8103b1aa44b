"""Any object: what exists is set, nothing else."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from types import SimpleNamespace
from typing import Any

import pytest

from tests.executions.recorder.contract import RecordingContract
from watchbell import ExecutionLogger

_ATTRIBUTES = {
    "status": "pending",
    "started_at": None,
    "completed_at": None,
    "stdout": "",
    "stderr": None,
    "return_code": None,
    "logs": "",
    "progress": None,
}


class TestNamespace(RecordingContract):
    def make(self) -> Any:
        return SimpleNamespace(**_ATTRIBUTES)


@dataclass
class Step:
    status: str = "pending"
    started_at: datetime | None = None
    completed_at: datetime | None = None
    stdout: str = ""
    stderr: str = ""
    return_code: int | None = None
    logs: str = ""
    progress: float | None = None


class TestDataclass(RecordingContract):
    def make(self) -> Any:
        return Step()


class Slotted:
    __slots__ = tuple(_ATTRIBUTES)

    def __init__(self) -> None:
        for name, value in _ATTRIBUTES.items():
            setattr(self, name, value)


class TestSlots(RecordingContract):
    def make(self) -> Any:
        return Slotted()


def test_attributes_that_do_not_exist_are_not_made_up() -> None:
    bare = SimpleNamespace(status="created")
    ExecutionLogger.start_execution(bare)
    ExecutionLogger.complete_execution(bare, {"stdout": "x", "return_code": 0})
    assert vars(bare) == {"status": "success"}


def test_an_object_without_logs_says_so() -> None:
    bare = SimpleNamespace(status="running")
    assert ExecutionLogger.update_execution_logs(bare, "x") is False
    assert ExecutionLogger.update_progress(bare, 3) is False
    assert vars(bare) == {"status": "running"}


def test_methods_and_read_only_properties_are_left_alone() -> None:
    class Report:
        status = "pending"

        def logs(self) -> str:
            return "method"

        @property
        def stdout(self) -> str:
            return "computed"

    report = Report()
    assert ExecutionLogger.complete_execution(report, "new") is True
    assert (report.status, report.logs(), report.stdout) == ("success", "method", "computed")


def test_an_empty_slot_is_filled() -> None:
    class Empty:
        __slots__ = ("logs", "status")

    empty: Any = Empty()
    assert ExecutionLogger.start_execution(empty) is True
    assert empty.status == "running"


def test_without_a_status_the_times_say_how_it_stands() -> None:
    job = SimpleNamespace(started_at=None, completed_at=None)
    assert ExecutionLogger.start_execution(job) is True
    assert ExecutionLogger.complete_execution(job) is True
    ended = job.completed_at
    assert ExecutionLogger.fail_execution(job, "late") is False
    assert job.completed_at == ended


@pytest.mark.parametrize("word", ["queued", "created", "", None, "Pending", 0])
def test_an_unknown_status_has_not_begun(word: Any) -> None:
    step = SimpleNamespace(status=word)
    assert ExecutionLogger.start_execution(step) is True
    assert step.status == "running"


@pytest.mark.parametrize("word", ["SUCCESS", "Completed", "canceled", "FAILURE", "timed out"])
def test_common_words_for_an_end_are_respected(word: str) -> None:
    step = SimpleNamespace(status=word)
    assert ExecutionLogger.start_execution(step) is False
    assert step.status == word


def test_running_without_a_start_time_is_given_one() -> None:
    step = SimpleNamespace(status="running", started_at=None)
    assert ExecutionLogger.start_execution(step) is True
    assert step.started_at is not None


def test_a_status_of_an_enum_stays_one() -> None:
    class Stage(Enum):
        NEW = "new"
        RUNNING = "in_progress"
        FAILED = "error"

    step = SimpleNamespace(status=Stage.NEW)
    ExecutionLogger.start_execution(step)
    assert step.status is Stage.RUNNING
    ExecutionLogger.timeout_execution(step)
    assert step.status is Stage.FAILED
    assert ExecutionLogger.complete_execution(step) is False


def test_of_many_threads_that_end_it_one_wins() -> None:
    step = SimpleNamespace(status="running", return_code=None)
    together, won = threading.Barrier(20), []

    def end(code: int) -> None:
        together.wait()
        if ExecutionLogger.complete_execution(step, code):
            won.append(code)

    threads = [threading.Thread(target=end, args=(code,)) for code in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert won == [step.return_code]


class Kept(Step):
    """An object that keeps itself somewhere, as rows of other libraries do."""

    def save(self) -> None:
        self.__dict__.setdefault("kept", []).append((self.status, self.return_code))


def test_an_object_that_can_save_itself_is_saved_after_each_change_that_counts() -> None:
    step = Kept()

    ExecutionLogger.start_execution(step, "begins")
    ExecutionLogger.complete_execution(step, status="success")
    ExecutionLogger.fail_execution(step, "too late")

    assert step.__dict__["kept"] == [("running", None), ("success", None)]


def test_a_save_that_needs_to_be_told_where_is_left_alone() -> None:
    class Document(Step):
        def save(self, path: str) -> None:
            raise AssertionError

    step = Document()
    ExecutionLogger.start_execution(step)

    assert step.status == "running"
