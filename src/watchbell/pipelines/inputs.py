"""What one step is given: parameters and variables, with the values that references stand for."""

from __future__ import annotations

import json
from typing import Any

from watchbell.errors import ConfigurationError
from watchbell.pipelines.plan import Step
from watchbell.pipelines.references import Lookup, reference_of, resolve
from watchbell.tasks.environment import check_environment

LARGEST_PARAMETERS = 1024 * 1024
"""Characters of JSON that one step may be given; a result may be larger, and a matrix may have many steps."""


def parameters_of(step: Step, lookup: Lookup) -> dict[str, Any]:
    """As the task or script of the step has them described. Raises MissingValue, WatchbellError."""
    values: dict[str, Any] = resolve(step.parameters, lookup)
    if len(json.dumps(values)) > LARGEST_PARAMETERS:
        raise ConfigurationError("pipeline_parameters_too_large", limit=LARGEST_PARAMETERS)
    if not step.schema:
        return values
    from watchbell.kernel import params  # brings in a schema validator

    return params.apply(step.schema, values)


def environment_of(step: Step, lookup: Lookup) -> dict[str, str]:
    """The variables that come from references, as text. Raises MissingValue, ConfigurationError."""
    env = {name: _text(resolve(value, lookup)) for name, value in step.env.items() if reference_of(value)}
    for error in check_environment(env):
        raise error
    for name, value in env.items():
        if "\0" in value:
            raise ConfigurationError("text_has_nul", field=f"env.{name}")
    return env


def _text(value: Any) -> str:
    """Text as it is, nothing as nothing, everything else as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
