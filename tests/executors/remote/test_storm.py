from __future__ import annotations

import pytest

from tests.executors.storm import storm
from tests.executors.target import Target
from watchbell.testing import Product

_COMMAND = "for n in 1 2 3 4 5 6 7 8; do echo $n; sleep 0.2; done"


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_thirty_runs_elsewhere_start_once_and_end_once_however_often_watchbell_is_killed(
    fresh_product: Product, target: Target
) -> None:
    target.delay = 0.15  # so that many kills come between a start and its answer
    tasks = [f"run-{n}" for n in range(30)]
    config = {"url": target.url, "args": ["sh", "-c", _COMMAND]}
    for task in tasks:
        fresh_product.task(task, task_type="dummy_remote", task_config=config)
    report = storm(
        fresh_product,
        tasks,
        lambda execution_id: target.starts[execution_id],
        kills=10,
        expected=b"1\n2\n3\n4\n5\n6\n7\n8\n",
        seed=5,
    )
    assert not report.faults, report
    assert report.statuses == {"success": 30}
