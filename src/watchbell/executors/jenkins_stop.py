"""Ending a build, or the wait for one."""

from __future__ import annotations

from watchbell.executors.base import ExecutionSpec
from watchbell.executors.jenkins_site import build_number, crumb, jenkins, job_path, queue_item
from watchbell.executors.remote import Handle

# Jenkins answers some of these with a redirect to a page; what is over already, or has no such action
# (only pipelines know term and kill), it does not find; what left the queue a moment ago it cannot cancel.
_FINE = (302, 303, 404, 405)
_TOO_LATE = (*_FINE, 422, 500)


def stop(spec: ExecutionSpec, handle: Handle, *, force: bool) -> None:
    """Asks for the end; with `force`, a pipeline is ended without its own clean-up."""
    with jenkins(spec, is_patient=True) as site:
        headers = crumb(site)
        item = queue_item(site, handle)
        if item is not None and not item.get("executable"):
            path = f"/queue/cancelItem?id={handle['queue']}"
            site.call("POST", path, also=_TOO_LATE, headers=headers)
            item = queue_item(site, handle)  # it may have left meanwhile
        number = build_number(site, spec, handle, item)
        if number is None:
            return
        for action in ("term", "kill") if force else ("stop",):
            site.call("POST", f"{job_path(spec)}/{number}/{action}", also=_FINE, headers=headers)
