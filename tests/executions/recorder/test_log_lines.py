"""What goes to the Python logger `watchbell.execution`, and to hooks."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import Any

import pytest

from watchbell import ExecutionContext, ExecutionLogger
from watchbell.errors import ConfigurationError


@pytest.fixture
def step() -> Any:
    return SimpleNamespace(id=7, status="pending")


@pytest.fixture(autouse=True)
def heard(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG, "watchbell.execution")
    return caplog


@pytest.mark.parametrize("level", ["debug", "info", "warning", "ERROR", "critical"])
def test_a_line_names_its_execution_and_has_its_level(step: Any, level: str, heard: Any) -> None:
    ExecutionLogger.log_execution_info(step, "开始下载文件 100%", level=level)
    assert heard.record_tuples == [
        ("watchbell.execution", getattr(logging, level.upper()), "[SimpleNamespace 7] 开始下载文件 100%")
    ]


def test_an_unknown_level_is_named(step: Any) -> None:
    with pytest.raises(ConfigurationError, match="loud") as caught:
        ExecutionLogger.log_execution_info(step, "x", level="loud")
    assert "warning" in (caught.value.hint("zh") or "")


def test_messages_of_the_caller_are_logged_in_place_of_ours(step: Any, heard: Any) -> None:
    ExecutionLogger.start_execution(step, "开始执行")
    ExecutionLogger.fail_execution(step, "no route", log_message="执行失败")
    assert [(line.levelname, line.message[-4:]) for line in heard.records] == [
        ("INFO", "开始执行"),
        ("ERROR", "执行失败"),
    ]


def test_without_messages_start_and_end_are_logged_all_the_same(step: Any, heard: Any) -> None:
    ExecutionLogger.start_execution(step)
    ExecutionLogger.complete_execution(step, 3)
    assert [line.message for line in heard.records] == [
        "[SimpleNamespace 7] Started.",
        "[SimpleNamespace 7] Ended: failed, return code 3.",
    ]


def test_an_exception_is_logged_with_its_traceback(step: Any, heard: Any) -> None:
    with pytest.raises(ZeroDivisionError), ExecutionContext(step):
        1 / 0  # noqa: B018
    assert "Traceback" in heard.text


def test_an_exception_is_not_replaced_by_a_failure_to_record_it(heard: Any) -> None:
    class Unwilling:
        status = "pending"

        def __setattr__(self, name: str, value: Any) -> None:
            if value == "failed":
                raise OSError("the database is away")
            super().__setattr__(name, value)

    with pytest.raises(ValueError, match="boom"), ExecutionContext(Unwilling()):
        raise ValueError("boom")
    assert "the database is away" in heard.text


def test_a_hook_that_fails_disturbs_nothing(step: Any, heard: Any) -> None:
    def broken(event: str, execution: Any) -> None:
        raise RuntimeError(event)

    remove = ExecutionLogger.add_hook(broken)
    try:
        assert ExecutionLogger.start_execution(step) is True
    finally:
        remove()
    assert "A hook failed on started" in heard.text


@pytest.mark.parametrize(
    ("words", "named"), [({"ended": "X"}, "ended"), ({"running": "X", "failed": "X"}, "'X'")]
)
def test_words_that_make_no_sense_are_refused(words: dict[str, str], named: str) -> None:
    with pytest.raises(ConfigurationError, match=named):
        ExecutionLogger.map_statuses(SimpleNamespace, words)


def test_what_inherits_from_a_mapped_kind_uses_its_words() -> None:
    class Base:
        status = "W"

    class Heir(Base):
        pass

    ExecutionLogger.map_statuses(Base, {"running": "R", "success": "S"})
    heir = Heir()
    assert ExecutionLogger.start_execution(heir) is True
    assert heir.status == "R"
    assert ExecutionLogger.complete_execution(heir) is True
    assert ExecutionLogger.fail_execution(heir, "late") is False
    assert heir.status == "S"
