from __future__ import annotations

from pathlib import Path

import pytest

from tests.executors.docker.engine import Engine
from tests.executors.docker.tasks import define
from tests.executors.storm import storm
from watchbell.testing import Product

_COMMAND = 'echo "$EXECUTION_ID" >>/ledger/storm; for n in 1 2 3 4 5 6 7 8; do echo $n; sleep 0.2; done'


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_thirty_containers_start_once_and_end_once_however_often_watchbell_is_killed(
    fresh_product: Product, engine: Engine, mounted: Path
) -> None:
    tasks = [f"run-{n}" for n in range(30)]
    for task in tasks:
        define(fresh_product, task, _COMMAND, config={"mounts": [f"{mounted}:/ledger"]})
    report = storm(
        fresh_product,
        tasks,
        lambda execution_id: (mounted / "storm").read_text().split().count(execution_id),
        kills=10,
        expected=b"1\n2\n3\n4\n5\n6\n7\n8\n",
        seed=6,
    )
    assert not report.faults, report
    assert report.statuses == {"success": 30}
    fresh_product.until(lambda: not engine.containers(), 60)
