"""Which process belongs to which run, also when it has left session, parent and environment behind."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from watchbell.launcher import tree
from watchbell.launcher.marks import marked_ids, read_tag

if TYPE_CHECKING:
    from watchbell.launcher.run import Run
    from watchbell.launcher.tree import Process

UNKNOWN = 0


class Family:
    """The runs, by every name they go by, and the owners of the orphans that the launcher adopted.

    Every living descendant of a run descends either from its program or from such an orphan.
    """

    def __init__(self) -> None:
        self.me = os.getpid()
        self.by_id: dict[str, Run] = {}
        self.by_pid: dict[int, Run] = {}  # programs that have not been reaped
        self.by_tag: dict[int, Run] = {}
        self.kept: set[int] = set()  # tags of runs whose children were to outlive them
        self._by_session: dict[int, Run] = {}
        self._owners: dict[int, tuple[int, int]] = {}  # orphan's pid: (its start, owner's tag)

    def add(self, run: Run) -> None:
        self.by_id[run.id] = run
        self.by_tag[run.tag] = run

    def born(self, run: Run) -> None:
        self.by_pid[run.pid] = self._by_session[run.pid] = run

    def remove(self, run: Run) -> None:
        del self.by_id[run.id], self.by_tag[run.tag]
        if self._by_session.get(run.pid) is run:
            del self._by_session[run.pid]
        if run.keep_children:
            self.kept.add(run.tag)

    def forget_kept(self) -> set[int]:
        """The kept tags that still have processes; the others need not be remembered."""
        self.kept &= self.orphans().keys()
        return self.kept

    def reaped(self, pid: int) -> Run | None:
        """The run whose orphan this was, if that is known."""
        _, tag = self._owners.pop(pid, (0, UNKNOWN))
        return self.by_tag.get(tag)

    def orphans(self) -> dict[int, list[Process]]:
        """Living children of the launcher that it did not start, by their owner's tag (0: unknown)."""
        found: dict[int, list[Process]] = {}
        for pid in tree.children_of(self.me):
            process = None if pid in self.by_pid else tree.look(pid)
            if process and process.alive:
                found.setdefault(self.owner(process), []).append(process)
        return found

    def has_orphans(self) -> bool:
        """Whether there may be any: much cheaper than to look at them."""
        return any(pid not in self.by_pid for pid in tree.children_of(self.me))

    def owner(self, process: Process) -> int:
        start, tag = self._owners.get(process.pid, (-1, UNKNOWN))
        if start != process.start or tag == UNKNOWN:
            tag = self._find_owner(process)
            self._owners[process.pid] = (process.start, tag)
        return tag

    def _find_owner(self, process: Process) -> int:
        leader = self._by_session.get(process.session)
        if leader is not None:
            return leader.tag
        tag = read_tag(process.pid)
        if tag in self.by_tag or tag in self.kept:
            return tag
        for name in marked_ids(process.pid):
            if name in self.by_id:
                return self.by_id[name].tag
        return tag or self._only_candidate(process)

    def _only_candidate(self, process: Process) -> int:
        candidates = [run.tag for run in self.by_id.values() if run.pid and run.ticks[0] <= process.start]
        return candidates[0] if len(candidates) == 1 else UNKNOWN

    def members(self, run: Run) -> list[Process]:
        """Everything of this run that lives now: its program, their descendants, its orphans with theirs."""
        processes = tree.everything()
        roots = [run.pid] if self.by_pid.get(run.pid) is run else []
        roots += [
            process.pid
            for process in processes.values()
            if process.parent == self.me and process.pid not in self.by_pid and self.owner(process) == run.tag
        ]
        if run.cap:
            roots += run.cap.members()
        return [process for process in tree.descendants(roots, processes).values() if process.alive]

    def quick_members(self, run: Run) -> list[int]:
        """Pids of the run, at a cost that grows with the run only; may miss one that is just born."""
        roots = [run.pid] if self.by_pid.get(run.pid) is run else []
        waiting = roots + [process.pid for process in self.orphans().get(run.tag, ())]
        found = []
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            waiting.extend(tree.children_of(pid))
        return found
