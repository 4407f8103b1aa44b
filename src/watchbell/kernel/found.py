"""What other libraries find wrong, in our own words: English and Chinese parts of longer sentences.

A sentence is in one language as a whole, so nothing of what a library says is quoted.
"""

from __future__ import annotations

import errno
import socket
from typing import Any, NamedTuple


class Words(NamedTuple):
    en: str
    zh: str

    def details(self) -> dict[str, str]:
        """As values of a message with `{detail}` in English and `{detail_zh}` in Chinese."""
        return {"detail": self.en, "detail_zh": self.zh}


# What `json` says, by how it begins; versions of Python differ in the rest.
_JSON = {
    "Expecting value": Words("a value is missing", "缺少值"),
    "Expecting property name": Words("a name in double quotes is missing", "缺少双引号括起的名称"),
    "Expecting ':'": Words("a colon is missing", "缺少冒号"),
    "Expecting ','": Words("a comma, or the end, is missing", "缺少逗号或结束符号"),
    "Unterminated string": Words("a text has no closing quote", "文本缺少结束引号"),
    "Invalid control character": Words(
        "a line end or control character in a text", "文本中含有换行或控制字符"
    ),
    "Invalid \\": Words("an escape that JSON does not know", "JSON 不支持的转义"),
    "Extra data": Words("something follows after the end", "结尾之后还有内容"),
    "Illegal trailing comma": Words("a comma before the end", "末尾多了逗号"),
    "Unexpected UTF-8 BOM": Words("it begins with a byte order mark", "开头有字节顺序标记"),
}
_YAML = {
    "mapping values are not allowed": Words("a colon is not possible here", "此处不能使用冒号"),
    "block sequence entries are not": Words("a list cannot begin here", "此处不能开始列表"),
    "could not find expected ':'": Words("a colon is missing", "缺少冒号"),
    "found character '\\t'": Words("a tab cannot indent", "不能用制表符缩进"),
    "found a tab character": Words("a tab cannot indent", "不能用制表符缩进"),
    "found character that cannot start any token": Words(
        "this character can begin nothing", "不能以此字符开头"
    ),
    "did not find expected key": Words(
        "the indentation does not fit, or a key is missing", "缩进不一致或缺少键"
    ),
    "did not find expected '-'": Words("the indentation does not fit", "缩进不一致"),
    "did not find expected ',' or ']'": Words("a comma or ']' is missing", "缺少逗号或“]”"),
    "did not find expected ',' or '}'": Words("a comma or '}' is missing", "缺少逗号或“}”"),
    "found unexpected end of stream": Words("a text has no closing quote", "文本缺少结束引号"),
    "control characters are not allowed": Words("a control character", "含有控制字符"),
}
_SYSTEM = {
    errno.ENOENT: Words("it is not there", "不存在"),
    errno.EACCES: Words("no permission", "没有权限"),
    errno.EPERM: Words("no permission", "没有权限"),
    errno.EISDIR: Words("it is a folder", "它是文件夹"),
    errno.ENOTDIR: Words("a part of the path is no folder", "路径中有一部分不是文件夹"),
    errno.ENOSPC: Words("the disk is full", "磁盘已满"),
    errno.EDQUOT: Words("the quota is used up", "配额已用尽"),
    errno.EROFS: Words("the file system is read-only", "文件系统为只读"),
    errno.EIO: Words("the disk reports an error", "磁盘报告错误"),
    errno.ELOOP: Words("symbolic links lead in circles", "符号链接循环"),
    errno.ENAMETOOLONG: Words("the name is too long", "名称过长"),
    errno.EMFILE: Words("too many files are open", "打开的文件过多"),
    errno.EADDRINUSE: Words("the address is in use", "地址已被占用"),
    errno.EADDRNOTAVAIL: Words("this machine does not have the address", "本机没有该地址"),
    socket.EAI_NONAME: Words("there is no host of this name", "没有该名称的主机"),
}


def json_words(said: str) -> Words:
    """Of what a JSONDecodeError says (`msg`)."""
    return _of(_JSON, said) or Words("it is no JSON", "不符合 JSON 语法")


def yaml_words(said: str) -> Words:
    """Of what a YAMLError says (`problem`)."""
    return _of(_YAML, said) or Words("it is no YAML", "不符合 YAML 语法")


def system_words(error: OSError) -> Words:
    """Of what the operating system says."""
    number = error.errno or 0
    return _SYSTEM.get(number) or Words(f"system error {number}", f"系统错误 {number}")


def _of(table: dict[str, Words], said: str) -> Words | None:
    return next((words for start, words in table.items() if said.startswith(start)), None)


PYDANTIC = {
    "missing": "field_required",
    "int_parsing": "field_not_whole",
    "int_parsing_size": "field_not_whole",
    "int_type": "field_not_whole",
    "int_from_float": "field_not_whole",
    "float_parsing": "field_not_number",
    "float_type": "field_not_number",
    "decimal_parsing": "field_not_number",
    "string_type": "field_not_text",
    "string_unicode": "text_not_unicode",
    "bool_parsing": "field_not_boolean",
    "bool_type": "field_not_boolean",
    "dict_type": "field_not_object",
    "mapping_type": "field_not_object",
    "model_type": "field_not_object",
    "model_attributes_type": "field_not_object",
    "list_type": "field_not_list",
    "tuple_type": "field_not_list",
    "set_type": "field_not_list",
    "greater_than_equal": "field_too_small",
    "greater_than": "field_not_above",
    "less_than_equal": "field_too_large",
    "less_than": "field_not_below",
    "literal_error": "field_not_a_choice",
    "enum": "field_not_a_choice",
    "time_out_of_range": "field_time_out_of_range",
}
"""The code of what pydantic finds, by its type; that of texts and lists of a wrong length is the caller's."""
_LIMITS = ("ge", "gt", "le", "lt", "max_length", "min_length")


def pydantic_code(kind: str) -> str:
    """The code of a type of finding; what is rare has only the wrong form."""
    if kind.startswith(("datetime", "timezone", "date_", "time_delta")):
        return "field_not_a_time"
    return PYDANTIC.get(kind, "field_wrong_form")


def pydantic_values(finding: Any) -> dict[str, str]:
    """`limit` and `choices` of a finding of pydantic, "" where it has none."""
    context = finding.get("ctx", {})
    limit = next((context[name] for name in _LIMITS if name in context), "")
    return {"limit": str(limit), "choices": str(context.get("expected", "")).replace(" or ", ", ")}
