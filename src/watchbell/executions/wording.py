"""What went wrong with an execution, in the reader's language."""

from __future__ import annotations

from watchbell.executions.models import Execution
from watchbell.messages import MESSAGES


def error_text(execution: Execution, language: str) -> str:
    """The error in words, with the last line the program wrote; "" where there is none."""
    message = MESSAGES.get(execution.error_code)
    if message is None:
        return execution.error_message
    try:
        sentence = message.text(language).format(**execution.error_values)
    except (KeyError, IndexError, ValueError, TypeError):
        return execution.error_message
    return f"{sentence} {execution.error_values.get('last_words', '')}".rstrip()
