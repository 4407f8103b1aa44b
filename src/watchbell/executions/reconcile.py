"""Puts rows and the launcher's knowledge together again after a crash of either.

The launcher remembers durably what it has started. So a row that is claimed here and unknown to it
never began: it is started now. Only after a reboot of the
machine can nobody know, and the execution is `lost`.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from watchbell.errors import WatchbellError
from watchbell.executions.ending import refused
from watchbell.executions.models import Execution
from watchbell.executions.starting import Claimant, start_message
from watchbell.executions.transition import End, finish_many
from watchbell.kernel.status import Status

log = logging.getLogger("TaskExecutor")

# A claim younger than this may be on its way from another process to the launcher.
_ON_ITS_WAY = timedelta(seconds=2)

Message = dict[str, Any]


def orders_for_this_node(
    claimant: Claimant, live: set[str], stopping: set[str]
) -> tuple[list[Message], bool]:
    """What the launcher should be told or asked, and whether it has anything at all to run."""
    before = timezone.now() - _ON_ITS_WAY
    rows = list(_claimed_by(claimant).values_list("execution_id", "cancel_requested", "claimed_at"))
    stops = {key for key, cancelled, _ in rows if cancelled and key in live and key not in stopping}
    orders: list[Message] = [{"op": "stop", "id": key, "cause": "stopped"} for key in sorted(stops)]
    if any(key not in live and claimed and claimed < before for key, _, claimed in rows):
        orders.append({"op": "status"})
    return orders, bool(rows)


def _claimed_by(claimant: Claimant) -> QuerySet[Execution]:
    """What `claimant` runs, or has handed to its launcher."""
    # The condition of a small index, word for word: many may be pending that nobody has claimed.
    handed_over = RawSQL("status = 'pending' AND claimed_at IS NOT NULL", [], BooleanField())
    return Execution.objects.filter(
        Q(status=Status.RUNNING.value, runner="launcher") | Q(handed_over),
        worker__in=claimant.names,
    )


def settle_strays(known: Message, live: set[str], claimant: Claimant) -> list[Message]:
    """Decides about rows that run here but that this process has not heard of.

    `known` is what the launcher says it runs (`running`) or has results of (`finished`).
    """
    live |= {run["id"] for run in known["running"]}
    settled = live | set(known["finished"])  # whose ends are on their way, or recorded by now
    strays = (
        _claimed_by(claimant)
        .select_related("definition")
        .filter(claimed_at__lt=timezone.now() - _ON_ITS_WAY)
        .exclude(execution_id__in=settled)
    )
    return [order for stray in list(strays) if (order := _settle(stray, claimant))]


def _settle(stray: Execution, claimant: Claimant) -> Message | None:
    if stray.boot_id != claimant.boot_id:
        log.warning("execution %s was running when the machine went down: lost", stray.execution_id)
        error = WatchbellError("machine_restarted")
        columns = {"error_type": "system", "error_code": error.code, "error_message": str(error)}
        finish_many([End(stray, Status.LOST, "machine_restarted", None, columns)])
        return None
    if stray.cancel_requested:
        finish_many([End(stray, Status.CANCELLED, stray.reason or "user")])
        return None
    try:
        return start_message(stray)
    except (WatchbellError, OSError) as error:
        finish_many([refused(stray, error)])
        return None
