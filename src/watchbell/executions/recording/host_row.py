"""Recording on a row of a host's own Django model."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import models, router, transaction
from django.db.models import Q
from django.utils import timezone

from watchbell.executions.recording.columns import Column, added_to, columns_of, fitted, touched
from watchbell.executions.recording.fields import Changes, FieldTarget, Unless, keeps_out, standing
from watchbell.executions.recording.plain_object import set_attributes
from watchbell.executions.recording.words import words_for
from watchbell.kernel.status import TERMINAL, Status


class HostRow(FieldTarget):
    """Compare-and-set on the row: of all processes that end it one wins, and only changed columns are saved.

    `save()` is not called and `post_save` not sent, except for an object that has no row yet: it is
    inserted.
    """

    def __init__(self, execution: Any) -> None:
        self._execution = execution
        self._model: type[models.Model] = execution._meta.model
        self._columns = columns_of(self._model)
        status = self._columns.get("status")
        self.words = words_for(
            execution,
            getattr(status, "flatchoices", ()),
            holds_text=status is None or isinstance(status, models.CharField | models.TextField),
        )

    @property
    def label(self) -> str:
        return f"{self._model.__name__} {self._execution.pk}"

    @property
    def known_finished(self) -> bool:
        return standing(self._execution, self.words) in TERMINAL

    def after_commit(self, act: Callable[[], None]) -> None:
        transaction.on_commit(act, using=self._database)

    @property
    def _database(self) -> str:
        return router.db_for_write(self._model, instance=self._execution)

    def _now(self) -> datetime:
        return timezone.now()

    def _exists(self, name: str) -> bool:
        return name in self._columns

    def _apply(self, changes: Changes, unless: Unless) -> bool:
        changes = changes.only(self._exists)
        fitting = {name: fitted(self._columns[name], value) for name, value in changes.values.items()}
        changes = Changes({**touched(self._columns), **fitting}, changes.appended)
        if self._execution.pk is not None and self._update(changes, unless):
            self._bring_up_to_date(changes)
            return True
        return self._is_new() and self._insert(changes, unless)

    def _update(self, changes: Changes, unless: Unless) -> bool:
        columns = {
            **changes.values,
            **{name: added_to(self._columns[name], text) for name, text in changes.appended.items()},
        }
        with transaction.atomic(using=self._database, savepoint=False):
            guard, *others = self._by_table(columns)
            if not self._update_table(guard, columns, self._guard(unless)):
                return False
            for table in others:
                self._update_table(table, columns, Q())
        return True

    def _by_table(self, columns: dict[str, Any]) -> list[type[models.Model]]:
        """The models (several with multi-table inheritance) whose columns change; the guarding one first."""
        guarding = self._columns.get("status") or self._columns.get("completed_at")
        tables = [guarding] if guarding is not None else []
        tables += [self._columns[name] for name in columns]
        return list(dict.fromkeys(column.model for column in tables))

    def _update_table(self, table: type[models.Model], columns: dict[str, Any], guard: Q) -> bool:
        own = {name: value for name, value in columns.items() if self._columns[name].model is table}
        pk = getattr(self._execution, table._meta.pk.attname)
        rows = table._base_manager.using(self._database).filter(guard, pk=pk)
        return bool(rows.update(**own)) if own else rows.exists()

    def _guard(self, unless: Unless) -> Q:
        if unless is Unless.NOTHING:
            return Q()
        if "status" not in self._columns:
            return Q(completed_at=None) if "completed_at" in self._columns else Q()
        ended = Q(status__in=self.words.words_of(TERMINAL))
        if unless is Unless.FINISHED:
            return ~ended
        return ~ended & ~self._started()

    def _started(self) -> Q:
        running = Q(status__in=self.words.words_of({Status.RUNNING}))
        started: Column | None = self._columns.get("started_at")
        same_table = started is not None and started.model is self._columns["status"].model
        return running & Q(started_at__isnull=False) if same_table else running

    def _bring_up_to_date(self, changes: Changes) -> None:
        for name, value in changes.values.items():
            setattr(self._execution, name, value)
        for name in changes.appended:
            # What others appended meanwhile is there too: read when it is asked for.
            self._execution.__dict__.pop(self._columns[name].attname, None)

    def _is_new(self) -> bool:
        row = self._model._base_manager.using(self._database).filter(pk=self._execution.pk)
        return bool(self._execution._state.adding) and not row.exists()

    def _insert(self, changes: Changes, unless: Unless) -> bool:
        if keeps_out(standing(self._execution, self.words), unless):
            return False
        set_attributes(self._execution, changes)
        self._execution.save(force_insert=True, using=self._database)
        return True
