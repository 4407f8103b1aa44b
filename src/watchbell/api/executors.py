"""The kinds of task there are, each with the schema that draws its form."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, Field

from watchbell.api.guard import may
from watchbell.executors import registry

router = Router(tags=["executors"])


class Words(BaseModel):
    en: str
    zh: str


class ExecutorKind(BaseModel):
    """`schema` is the JSON Schema of `task_config`."""

    type: str
    title: Words
    description: Words
    schema_: dict[str, Any] = Field(serialization_alias="schema")


class ExecutorKinds(BaseModel):
    items: list[ExecutorKind]


@router.get(
    "/executors",
    auth=may("tasks.read"),
    response=ExecutorKinds,
    by_alias=True,
    operation_id="list_executors",
    summary="Kinds of task",
)
def list_executors(request: HttpRequest) -> ExecutorKinds:
    return ExecutorKinds(
        items=[
            ExecutorKind(
                type=name,
                title=Words(en=executor.title.en, zh=executor.title.zh),
                description=Words(en=executor.description.en, zh=executor.description.zh),
                schema_=executor.options,
            )
            for name, executor in sorted(registry.all().items())
        ]
    )
