"""What went wrong with an execution, in the reader's language."""

from __future__ import annotations

from watchbell.executions.models import Execution
from watchbell.messages import MESSAGES


def error_text(execution: Execution, language: str) -> str:
    """The error in words, with the last line the program wrote; "" where there is none."""
    message = MESSAGES.get(execution.error_code)
    if message is None:
        return execution.error_message
    values = execution.error_values
    last_words = values.get("last_words", "")
    return f"{message.text(language).format(**values)} {last_words}".rstrip()
