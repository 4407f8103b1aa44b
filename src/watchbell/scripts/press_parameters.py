"""What a press gives to the program, as the button's `parameter_mode` has it.

default: what the button has, over the defaults of the script or task; a press may give others, but not
one with a button key. ask: whoever presses fills them in. fixed: what the button has, nothing else.
"""

from __future__ import annotations

from typing import Any

from watchbell.errors import ConfigurationError, NotAllowed
from watchbell.kernel import params
from watchbell.scripts.models import PageButton
from watchbell.tasks.run_now import existing_task


def schema_of(button: PageButton) -> dict[str, Any]:
    """The JSON Schema of the parameters of what `button` runs. Raises NotFound for a task that is gone."""
    schema = (
        button.script.parameters_schema if button.script else existing_task(button.task_id).task_parameters
    )
    return dict(schema or {})


def parameters_of_press(button: PageButton, given: dict[str, Any], *, scoped: bool) -> dict[str, Any]:
    """`scoped`: pressed with a button key, which may be in anybody's hands.

    Raises ConfigurationError, or NotAllowed for parameters that this press may not give.
    """
    if button.parameter_mode != "ask" and not _says_nothing_new(button, given):
        if button.parameter_mode == "fixed":
            raise ConfigurationError("button_parameters_fixed", field="parameters")
        if scoped:
            raise NotAllowed("button_parameters_not_asked", field="parameters")
    return {**button.parameters, **given}


def _says_nothing_new(button: PageButton, given: dict[str, Any]) -> bool:
    """Pages send the defaults along (seed 003): that is no other value."""
    if not given:
        return True
    own = params.apply(schema_of(button), button.parameters)
    return all(name in own and own[name] == value for name, value in given.items())
