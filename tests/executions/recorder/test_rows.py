"""The contract on database rows: a host's, a host's over two tables, and Watchbell's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.executions.recorder.contract import RecordingContract
from tests.host_app.models import Run, StepRun
from watchbell.executions.models import Execution

pytestmark = pytest.mark.django_db


class RowContract(RecordingContract):
    def reread(self, execution: Any) -> Any:
        return type(execution).objects.get(pk=execution.pk)


class TestHostRow(RowContract):
    def make(self) -> Any:
        return Run.objects.create()


class TestHostRowNotSavedYet(RowContract):
    def make(self) -> Any:
        return Run()

    def reread(self, execution: Any) -> Any:
        return Run.objects.get(pk=execution.pk) if execution.pk else execution


class TestHostRowOverTwoTables(RowContract):
    def make(self) -> Any:
        return StepRun.objects.create()


@pytest.mark.usefixtures("data_dir")
class TestOwnRow(RowContract):
    def make(self) -> Any:
        return Execution.objects.create(origin="host:import")


@pytest.mark.usefixtures("data_dir")
class TestOwnRowNotSavedYet(RowContract):
    def make(self) -> Any:
        return Execution(origin="host:import")

    def reread(self, execution: Any) -> Any:
        return Execution.objects.filter(pk=execution.pk).first() or execution


def test_the_data_directory_is_that_of_the_test(data_dir: Path) -> None:
    from watchbell.conf import data_path

    assert data_path() == data_dir
