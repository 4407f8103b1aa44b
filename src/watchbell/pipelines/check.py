"""Everything that is wrong with a pipeline, at once: each problem with its path, before it is saved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from watchbell.errors import WatchbellError
from watchbell.pipelines.definition import form_errors
from watchbell.pipelines.graph_check import graph_errors, steps_of, value_errors
from watchbell.pipelines.step_check import script_errors, type_errors


def config_errors(config: dict[str, Any]) -> list[WatchbellError]:
    """What is wrong with `task_config` alone; paths are relative to it.

    Tasks that steps name, and the parameters of the pipeline, are not looked at: they come from elsewhere.
    """
    steps = steps_of(config)
    return _once(
        [
            *form_errors(config),
            *graph_errors(steps),
            *type_errors(steps),
            *script_errors(steps),
            *value_errors(steps, None),
        ]
    )


def parameter_errors(config: dict[str, Any], schema: dict[str, Any]) -> list[WatchbellError]:
    """References to parameters that `task_parameters` (`schema`) does not have."""
    found = value_errors(steps_of(config), schema)
    return _once(error for error in found if error.code == "pipeline_parameter_unknown")


def _once(errors: Iterable[WatchbellError]) -> list[WatchbellError]:
    return list({(error.code, error.field): error for error in errors}.values())
