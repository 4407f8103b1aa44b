"""Scripts are read as text: what they are called, what they do, what they cannot be."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from watchbell.errors import ConfigurationError
from watchbell.scripts.discovery import Found, discover

Read = Callable[..., Found]

SEED = '''
#!/usr/bin/env python3
import os
import json

def get_script_parameters():
    """从环境变量获取脚本参数"""
    try:
        params_str = os.environ.get('SCRIPT_PARAMETERS', '{}')
        return json.loads(params_str)
    except json.JSONDecodeError:
        return {}

def main():
    """主要业务逻辑"""
    parameters = get_script_parameters()
    page_context = os.environ.get('PAGE_CONTEXT', 'unknown')
    print(parameters.get("greeting", "你好！"), parameters["author"])

if __name__ == '__main__':
    main()
'''


def properties(found: Found) -> dict[str, object]:
    shown: dict[str, object] = found.parameters_schema["properties"]
    return shown


def test_the_script_of_the_guide_is_understood(read: Read):
    found = read(SEED)
    assert found.name == "example"
    assert found.description == "主要业务逻辑"
    assert found.script_type == "data_processing"
    assert found.parameters_schema == {
        "type": "object",
        "properties": {"greeting": {"type": "string", "default": "你好！"}, "author": {"type": "string"}},
        "required": ["author"],
    }


def test_a_script_that_deletes_files_when_imported_is_only_read(tmp_path: Path):
    kept = tmp_path / "kept.txt"
    kept.write_text("here")
    (tmp_path / "wipe.py").write_text(f'"""Deletes"""\nimport os\nos.remove({str(kept)!r})\n')
    assert [script.name for script in discover(tmp_path).scripts] == ["wipe"]
    assert kept.read_text() == "here"


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ('"""One line."""\n', "One line."),
        ('"""First\n   paragraph.\n\n   More.\n"""\n', "First paragraph."),
        ("#!/usr/bin/python3\n# -*- coding: utf-8 -*-\n# Counts\n# words\n\nimport os\n", "Counts words"),
        ("import os\n", ""),
    ],
)
def test_the_description_comes_from_the_docstring_or_the_comment_at_the_top(
    read: Read, text: str, description: str
):
    assert read(text).description == description


@pytest.mark.parametrize(
    "content",
    [
        '"""打印"""\n'.encode("utf-8-sig"),
        '# -*- coding: gbk -*-\n"""打印"""\n'.encode("gbk"),
        '# coding: gb18030\r\n"""打印"""\r\n'.encode("gb18030"),
    ],
)
def test_the_encoding_a_file_declares_is_used(read: Read, content: bytes):
    assert read(content).description == "打印"


def write_unusable(folder: Path) -> None:
    (folder / "syntax.py").write_text("x = 1\ny = (\n")
    (folder / "nul.py").write_bytes(b"x = 1\0\n")
    (folder / "codec.py").write_text("# coding: utf9\n")
    (folder / "bytes.py").write_bytes(b"# coding: ascii\nx = '\xff'\n")
    (folder / "deep.py").write_text("-" * 100_000 + "1\n")
    (folder / "chain.py").write_text("a" + ".b" * 200_000 + "\n")
    (folder / "large.py").write_bytes(b"#" * 1_048_577)
    (folder / "folder.py").mkdir()
    (folder / "outside.py").symlink_to("/etc/hostname")
    (folder / "nowhere.py").symlink_to("/nowhere.py")
    os.mkfifo(folder / "pipe.py")
    (folder / f"{'n' * 101}.py").write_text("")
    (folder / "bell\a.py").write_text("")


def test_what_cannot_be_a_script_is_told_file_by_file_and_stops_no_other(tmp_path: Path):
    write_unusable(tmp_path)
    (tmp_path / "fine.py").write_text('"""Fine"""')
    discovery = discover(tmp_path)
    assert [script.name for script in discovery.scripts] == ["fine"]
    told = {str(problem.field)[:10]: problem.code for problem in discovery.problems}
    assert told == {
        "syntax.py": "script_syntax",
        "nul.py": "script_syntax",
        "codec.py": "script_syntax",
        "bytes.py": "script_bad_encoding",
        "deep.py": "script_syntax",
        "chain.py": "script_syntax",
        "large.py": "script_too_large",
        "folder.py": "script_not_a_file",
        "outside.py": "script_outside",
        "nowhere.py": "script_outside",
        "pipe.py": "script_not_a_file",
        "n" * 10: "script_bad_name",
        "bell\a.py": "script_bad_name",
    }
    assert all(problem.message(language) for problem in discovery.problems for language in ("en", "zh"))


def test_a_syntax_error_names_its_line(tmp_path: Path):
    (tmp_path / "bad.py").write_text("x = 1\n\ndef f(:\n")
    [problem] = discover(tmp_path).problems
    assert problem.values["line"] == 3


def test_a_link_within_the_folder_is_a_script(tmp_path: Path):
    (tmp_path / "real.py").write_text('"""Real"""')
    (tmp_path / "link.py").symlink_to(tmp_path / "real.py")
    assert [script.name for script in discover(tmp_path).scripts] == ["link", "real"]


def test_helpers_and_hidden_files_are_no_scripts(tmp_path: Path):
    for name in ("__init__.py", "_private.py", ".hidden.py", "notes.txt"):
        (tmp_path / name).write_text("")
    assert discover(tmp_path).scripts == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(ConfigurationError) as raised:
        discover(tmp_path / "none")
    assert raised.value.code == "script_folder_missing"


@pytest.mark.parametrize(
    "code", ["z = " + "|".join(["p"] * 2500), "z = p" + ".copy()" * 900, "a = p\n" * 40_000]
)
def test_a_script_too_large_to_follow_is_registered_without_parameters(tmp_path: Path, code: str):
    head = '"""Large"""\nimport json, os\np = json.loads(os.environ["SCRIPT_PARAMETERS"])\np["x"]\n'
    (tmp_path / "large.py").write_text(head + code)
    discovery = discover(tmp_path)
    assert [script.description for script in discovery.scripts] == ["Large"]
    assert [problem.code for problem in discovery.problems] == ["script_too_complex"]
    assert "PARAMETERS = {...}" in (discovery.problems[0].hint("en") or "")
