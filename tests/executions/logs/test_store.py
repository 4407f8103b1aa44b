"""Where logs lie, and which names are refused."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.executions.logs.conftest import EXECUTION, Log
from watchbell.errors import NotFound
from watchbell.executions.logs import LogQuery, LogStore

REFUSED = [
    "",
    "..",
    "../../etc/passwd",
    "/etc/passwd",
    f"{EXECUTION}/../x",
    f"{EXECUTION}\n",
    f" {EXECUTION}",
    EXECUTION.replace("-", ""),
    EXECUTION.replace("c", "C"),
    f"{{{EXECUTION}}}",
    EXECUTION.replace("0", "٠", 1),
    "a3bb189e-8bf9-4c1a-b6a5-111111111111",
    "ffffffff-ffff-7fff-bfff-ffffffffffff",
    "0193550c\x004d00-7000-8000-000000000001",
]


@pytest.mark.parametrize("name", REFUSED)
def test_a_name_that_is_no_execution_id_never_becomes_a_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound) as refused:
        LogStore(tmp_path).paths(name)
    assert refused.value.code == "execution_id_invalid"
    assert refused.value.message("en")
    assert refused.value.message("zh")


@pytest.mark.parametrize(
    ("milliseconds", "month"),
    [
        (0, "197001"),
        (1_732_276_800_000, "202411"),
        (1_735_689_599_999, "202412"),
        (1_735_689_600_000, "202501"),
        (253_402_300_799_999, "999912"),
    ],
)
def test_the_folder_is_the_utc_month_in_which_the_execution_was_made(
    tmp_path: Path, milliseconds: int, month: str
) -> None:
    digits = f"{milliseconds:012x}"
    execution_id = f"{digits[:8]}-{digits[8:]}-7000-8000-000000000001"
    paths = LogStore(tmp_path).paths(execution_id)
    assert paths.log == tmp_path / month / f"{execution_id}.log"
    assert [path.suffix for path in (paths.index, paths.gap, paths.lines)] == [".idx", ".gap", ".lines"]


def test_a_log_that_is_not_there_yet_is_empty(tmp_path: Path) -> None:
    store = LogStore(tmp_path)
    reader = store.open(EXECUTION)
    page = reader.page(LogQuery(), running=True)
    assert (page.items, page.log_bytes, page.total_lines) == ([], 0, 0)
    assert page.next_cursor is not None
    assert reader.page(LogQuery(tail=10), running=False).next_cursor is None
    assert list(reader.bytes()) == []
    assert reader.text(100) == ""
    assert store.size(EXECUTION) == 0
    assert list(tmp_path.iterdir()) == []


def test_removing_takes_all_files_and_the_folder_of_a_past_month(log: Log) -> None:
    log.write((1, b"x\n" * 3_000_000)).cut(10, 20)
    log.page(tail=1)
    assert len(list(log.paths.log.parent.iterdir())) == 4
    log.store.remove(EXECUTION)
    assert not log.paths.log.parent.exists()
    log.store.remove(EXECUTION)


def test_files_are_only_for_their_owner(tmp_path: Path) -> None:
    store = LogStore(tmp_path / "logs")
    with store.writer(EXECUTION) as writer:
        writer.append(b"x\n" * 3_000_000)
    store.open(EXECUTION).page(LogQuery(tail=1), running=False)
    folder = store.paths(EXECUTION).log.parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
