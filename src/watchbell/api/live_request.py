"""What a client of the live connection asks for, and what it is told where that is not understood."""

from __future__ import annotations

from pydantic import ValidationError

from watchbell.api.body import parse
from watchbell.api.topics import Request
from watchbell.errors import MalformedRequest, WatchbellError
from watchbell.kernel.found import Words
from watchbell.tasks.definition_errors import translated

_LONGEST_MESSAGE = 256 * 1024
_LONGEST_REASON = 123  # bytes, RFC 6455 §5.5
_FORM = Words("it must be text of at most 256 KiB", "它必须是不超过 256 KiB 的文本")


def read_request(text: str | None) -> Request:
    """Raises MalformedRequest."""
    if not text or len(text) > _LONGEST_MESSAGE:
        raise MalformedRequest("live_message_refused", **_FORM.details())
    value = parse(text.encode(errors="surrogatepass"))
    try:
        return Request.model_validate(value)
    except ValidationError as found:
        first = translated(found, lambda _: Request.model_fields)[0]
        words = Words(first.message("en").rstrip("."), first.message("zh").rstrip("。"))
        raise MalformedRequest("live_message_refused", field=first.field, **words.details()) from None


def close_reason(error: WatchbellError, language: str) -> str:
    """The sentence of `error`, as much of it as a close frame takes."""
    return error.message(language).encode()[:_LONGEST_REASON].decode(errors="ignore")
