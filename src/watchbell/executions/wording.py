"""What went wrong with an execution, in the reader's language."""

from __future__ import annotations

from typing import Any

from watchbell.executions.models import Execution
from watchbell.messages import MESSAGES


def error_text(execution: Execution, language: str) -> str:
    """The error in words; "" where there is none."""
    return _worded(execution.error_code, execution.error_values, language) or execution.error_message


def sentence_of(code: str, language: str) -> str:
    """The sentence of a code without values (`result_problem`, say); "" where there is none."""
    return _worded(code, {}, language)


def _worded(code: str, values: dict[str, Any], language: str) -> str:
    """The sentence of `code`; "" where it cannot be made. A `cause` among the values is its `detail`."""
    message = MESSAGES.get(code)
    if message is None:
        return ""
    try:
        if cause := values.get("cause"):
            detail = _worded(cause["code"], cause["values"], language)
            values = {**values, **({"detail": detail} if detail else {})}
        sentence = message.text(language).format(**values)
    except (KeyError, IndexError, ValueError, TypeError, AttributeError):
        return ""
    return with_last_words(sentence, values.get("last_words", ""))


def with_last_words(sentence: str, last_words: str) -> str:
    """What the program said itself comes first: in a list there is room for little more."""
    return f"{last_words} ({sentence.rstrip('.。')})" if last_words else sentence
