"""Going on where a pipeline failed: what succeeded is taken over, the rest runs, by the same definition."""

from __future__ import annotations

from django.db import transaction

from watchbell.errors import Conflict, NotFound
from watchbell.executions.create import create
from watchbell.executions.models import Execution
from watchbell.kernel.rollup import Outcome
from watchbell.kernel.status import Status
from watchbell.pipelines.board import Board, read_board
from watchbell.pipelines.log import say, write_lines
from watchbell.pipelines.moves import NewStep
from watchbell.pipelines.plan import Plan, Step
from watchbell.pipelines.states import instance_outcome
from watchbell.pipelines.step_rows import step_row
from watchbell.tasks.rows import active_rows, admit
from watchbell.tasks.run_now import key_of, same_request
from watchbell.tasks.store import get_store

RESUME = "resume"
REUSED = "reused"
_BATCH = 100


def resume(execution_id: str, user: str, idempotency_key: str | None = None) -> Execution:
    """A new execution that goes on with one that did not succeed.

    Raises NotFound, Conflict (no pipeline, not ended, it succeeded, or the task's overlap policy forbids a
    second one beside one that is active).
    """
    earlier = Execution.objects.filter(pk=execution_id).first()
    if earlier is None:
        raise NotFound("not_found", what="execution", name=execution_id)
    if earlier.runner != "pipeline" or earlier.definition_id is None:
        raise Conflict("not_a_pipeline", name=execution_id)
    ended_badly = earlier.is_finished and earlier.status not in (Status.SUCCESS, Status.SKIPPED)
    if not ended_badly or earlier.parent_id:
        raise Conflict("pipeline_not_resumable")
    row = Execution(
        kind=earlier.kind,
        origin=earlier.origin,
        name=earlier.name,
        runner=earlier.runner,
        definition_id=earlier.definition_id,
        trigger=RESUME,
        retry_of=earlier.execution_id,
        user=user,
        parameters=earlier.parameters,
        page_context=earlier.page_context,
        idempotency_key=key_of(user, idempotency_key),
    )
    with transaction.atomic():
        key = row.idempotency_key
        if key and (made := Execution.objects.filter(idempotency_key=key).first()):
            return same_request(made, row)
        task = get_store().get_task_by_id(earlier.task_id) if earlier.task_id else None
        if task:
            active = [] if task.task_overlap == "allow" else active_rows(row.origin)
            row = admit(task, row, active)
            if row.status == Status.SKIPPED:
                raise Conflict("pipeline_running", name=active[-1].execution_id)
        create([row])
    return row


def take_over(pipeline: Execution, plan: Plan) -> dict[str, Execution]:
    """Makes rows for the steps that succeeded in the execution that `pipeline` goes on with.

    Returns the pipelines that were steps there and did not succeed, by key: these are gone on with, too.
    """
    assert pipeline.retry_of is not None
    board = read_board(pipeline.retry_of)
    write_lines(pipeline.execution_id, [say("resumed", id=pipeline.retry_of)])
    reusable, settled = _reusable(plan, board)
    for start in range(0, len(reusable), _BATCH):
        _copy(pipeline, plan, board, reusable[start : start + _BATCH])
    failed = {
        board.by_key[key].execution_id: key
        for step in plan.steps
        if step.runner == "pipeline" and all(need in settled for need in step.needs)
        for key in board.keys_of.get(step.id, ())
        if key not in reusable
    }
    rows = Execution.objects.in_bulk(list(failed))
    return {failed[pk]: row for pk, row in rows.items() if row.status != Status.SKIPPED}


def _reusable(plan: Plan, board: Board) -> tuple[list[str], set[str]]:
    """The keys of rows that count again: they succeeded, and so did all that they were made from.

    What ran after something that will run again may come out differently, and runs again itself.
    """
    keys: list[str] = []
    settled: set[str] = set()
    for step in plan.steps:
        if not all(need in settled for need in step.needs):
            continue
        standings = {key: board.by_key[key] for key in board.keys_of.get(step.id, ())}
        keys += [key for key, one in standings.items() if one.status == Status.SUCCESS]
        if standings and all(_is_settled(step, board, key) for key in standings):
            settled.add(step.id)
    return keys, settled


def _is_settled(step: Step, board: Board, key: str) -> bool:
    standing = board.by_key[key]
    if standing.status == Status.SUCCESS:
        return True
    outcome = instance_outcome(step, standing)
    return standing.status == Status.SKIPPED and outcome in (Outcome.OK, Outcome.PASSED)


def _copy(pipeline: Execution, plan: Plan, board: Board, keys: list[str]) -> None:
    rows = Execution.objects.in_bulk([board.by_key[key].execution_id for key in keys])
    copies = []
    for key in keys:
        old = rows[board.by_key[key].execution_id]
        copy = step_row(pipeline, key, NewStep(plan.by_id[key.partition("[")[0]], key))
        copy.name, copy.parameters, copy.definition_id = old.name, old.parameters, old.definition_id
        copy.status, copy.reason, copy.final = old.status, REUSED, True
        copy.retry_of = old.retry_of if old.reason == REUSED else old.execution_id
        copy.result, copy.return_code = old.result, old.return_code
        copy.completed_at = copy.created_at
        copies.append(copy)
    create(copies)
    write_lines(pipeline.execution_id, [say("reused", key=key) for key in keys])
