from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from watchbell.errors import ConfigurationError, InvalidInput
from watchbell.tasks.transfer import to_yaml
from watchbell.tasks.transfer_document import read_document
from watchbell.tasks.transfer_yaml import read_yaml

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**62), 2**62)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.text(st.characters(codec="utf-8", exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc~1:-# "), inner, max_size=4),
    max_leaves=20,
)


def refused(text: str) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as error:
        read_yaml(text)
    return error.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("22:22", "22:22"),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("2026-03-01", "2026-03-01"),
        ("1_000", "1_000"),
        ("true", True),
        ("~", None),
        ("12", 12),
        ("-1.5e3", -1500.0),
        ('"12"', "12"),
        ("!!str 12", "12"),
    ],
)
def test_a_value_is_what_it_looks_like(text: str, value: object) -> None:
    """E-30: YAML 1.1 makes False, 1342 and 8 of the first ones."""
    assert read_yaml(f"a: {text}")[0] == {"a": value}


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\n b: 2", "yaml_malformed", 2),
        ("a: 1\na: 2", "json_duplicate_key", 2),
        ("a: !!python/object/apply:os.system [id]", "yaml_malformed", 1),
        ("a: &x [*x]", "yaml_malformed", 1),
        ("a: *nobody", "yaml_malformed", 1),
        ("a: 1\n---\nb: 2", "yaml_too_complex", 2),
        ("? [a]\n: 1", "yaml_malformed", 1),
        ("[" * 100_000, "nested_too_deeply", 1),
        ("a: &x 1\nb: [" + "*x, " * 1_001 + "]", "yaml_too_complex", 2),
    ],
)
def test_what_is_wrong_or_dangerous_is_told_with_its_line(text: str, code: str, line: int) -> None:
    error = refused(text)
    assert (error.code, error.values["line"]) == (code, line)
    assert error.message("zh")


def test_nothing_at_all_is_told_as_such() -> None:
    assert refused("# only a comment").code == "file_empty"


def test_an_alias_repeats_a_value() -> None:
    assert read_yaml("a: &x {n: 1}\nb: *x")[0] == {"a": {"n": 1}, "b": {"n": 1}}


def test_aliases_of_aliases_explode_nowhere() -> None:
    """E-30: 306 bytes that stand for two million values."""
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
        for before, name in zip("abcdefg", "bcdefgh", strict=True)
    )
    started = time.monotonic()
    with pytest.raises(InvalidInput) as error:
        read_document(f"tasks: []\n{bomb}", "yaml")
    assert error.value.code == "too_many_values"
    assert time.monotonic() - started < 20


@given(values)
@example("\x85")
@example("a\u2028b\nc")
def test_whatever_is_written_is_read_back(value: object) -> None:
    text = to_yaml({"value": value})
    assert read_yaml(text)[0] == {"value": value}
