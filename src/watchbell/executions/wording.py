"""What went wrong with an execution, in the reader's language."""

from __future__ import annotations

from watchbell.executions.models import Execution
from watchbell.messages import MESSAGES


def error_text(execution: Execution, language: str) -> str:
    """The error in words; "" where there is none."""
    message = MESSAGES.get(execution.error_code)
    if message is None:
        return execution.error_message
    try:
        sentence = message.text(language).format(**execution.error_values)
    except (KeyError, IndexError, ValueError, TypeError):
        return execution.error_message
    return with_last_words(sentence, execution.error_values.get("last_words", ""))


def with_last_words(sentence: str, last_words: str) -> str:
    """What the program said itself comes first: in a list there is room for little more."""
    return f"{last_words} ({sentence.rstrip('.。')})" if last_words else sentence
