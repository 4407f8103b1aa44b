"""Pipelines as people hand them in: an object, or YAML or JSON text; the steps alone, or a whole task."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from watchbell.errors import ConfigurationError, InvalidInput, WatchbellError
from watchbell.pipelines.check import config_errors, parameter_errors
from watchbell.pipelines.uses import use_errors
from watchbell.tasks.definition_plain import check_plain
from watchbell.tasks.transfer_document import with_lines
from watchbell.tasks.transfer_yaml import read_yaml

Problems = list[WatchbellError]


def check_document(
    source: object, task_id: str = "", parameters: dict[str, Any] | None = None
) -> tuple[dict[str, Any] | None, Problems]:
    """The definition in `source`, and everything that is wrong with it (with lines, where it is text)."""
    lines: Mapping[str, int] = {}
    try:
        if isinstance(source, str):
            source, lines = read_yaml(source)  # JSON is YAML
        config, prefix, task_id, parameters = _found(source, task_id, parameters)
    except InvalidInput as invalid:
        return None, invalid.errors
    except WatchbellError as refused:
        return None, [refused]
    errors = problems_of(config, prefix, task_id, parameters)
    return config, with_lines(errors, lambda: lines)


def problems_of(
    config: dict[str, Any],
    prefix: str,
    task_id: str,
    parameters: dict[str, Any] | None,
    beside: Mapping[str, Collection[str]] | None = None,
) -> Problems:
    """What is wrong with one `task_config`, which stands at `prefix`; for the rest see `use_errors`."""
    errors: Problems = list(check_plain(config))
    if not errors:
        errors = config_errors(config)
        known = {(error.code, error.field) for error in errors}
        more = [*use_errors(task_id, config, beside), *_of_parameters(config, parameters)]
        errors += [error for error in more if (error.code, error.field) not in known]
    for error in errors:
        error.field = ".".join(part for part in (prefix, error.field) if part) or None
    return errors


def _of_parameters(config: dict[str, Any], schema: dict[str, Any] | None) -> Problems:
    if schema is None:
        return []
    from watchbell.kernel.params import check_schema  # brings in a schema validator

    try:
        return parameter_errors(config, check_schema(schema))
    except WatchbellError as error:
        return [error]


def _found(
    source: object, task_id: str, parameters: dict[str, Any] | None
) -> tuple[dict[str, Any], str, str, dict[str, Any] | None]:
    """The `task_config` in `source`, where it stands there, and what else is known of the task."""
    path = ""
    if isinstance(source, dict) and isinstance(source.get("tasks"), list) and len(source["tasks"]) == 1:
        source, path = source["tasks"][0], "tasks[0]."
    if isinstance(source, dict) and isinstance(source.get("task_config"), dict):
        schema, name = source.get("task_parameters", {}), source.get("task_id")
        known = schema if isinstance(schema, dict) else None
        own = name if isinstance(name, str) else task_id
        return source["task_config"], f"{path}task_config", own, known
    if isinstance(source, dict) and "steps" in source:
        return source, path.rstrip("."), task_id, parameters
    raise ConfigurationError("pipeline_no_definition")
