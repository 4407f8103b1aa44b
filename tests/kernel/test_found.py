"""What libraries find wrong is told in our own words, in both languages."""

from __future__ import annotations

import errno
import json

import pytest
import yaml

from watchbell import conf
from watchbell.errors import InvalidInput
from watchbell.kernel.found import json_words, system_words, yaml_words

UNKNOWN_JSON = json_words("something new")
UNKNOWN_YAML = yaml_words("something new")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1",
        '{"a" 1}',
        '{"a": 1,}',
        "[1,]",
        '"x',
        '"\n"',
        '"\\x"',
        '"\\u12"',
        "1 2",
        "{a: 1}",
        "\ufeff1",
    ],
)
def test_each_fault_of_a_json_text_has_words_of_its_own(text):
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads(text)
    assert json_words(caught.value.msg) != UNKNOWN_JSON


@pytest.mark.parametrize(
    "text", ["a: b: c", "[1", "{a", "a: \t- b", "a: 'x", "a: 1\n b: 2", "- a\n b: c", "a: @x"]
)
def test_common_faults_of_a_yaml_text_have_words_of_their_own(text):
    with pytest.raises(yaml.MarkedYAMLError) as caught:
        list(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    assert yaml_words(caught.value.problem) != UNKNOWN_YAML, caught.value.problem


def test_an_error_of_the_system_is_told_without_its_own_words():
    assert system_words(OSError(errno.ENOSPC, "No space left on device")).zh == "磁盘已满"
    assert "12345" in system_words(OSError(12345, "Strange")).en


def test_a_setting_that_cannot_be_read_is_named_in_both_languages(monkeypatch):
    monkeypatch.setenv("WATCHBELL_PORT", "soon")
    conf.get_settings.cache_clear()
    try:
        with pytest.raises(InvalidInput) as caught:
            conf.get_settings()
    finally:
        conf.get_settings.cache_clear()
    assert str(caught.value) == "'WATCHBELL_PORT' must be a whole number."
    assert caught.value.message("zh") == "“WATCHBELL_PORT”必须是整数。"
