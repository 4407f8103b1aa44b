"""The options of the `ansible` executor: the schema of `task_config`."""

from __future__ import annotations

from typing import Any

from watchbell.executors.base import CWD, options, text
from watchbell.executors.secret_options import secret_option

PLAYBOOK = "playbook"
PING = "ping"
# A line of an inventory: it names a host, and opens no group and no comment.
_HOST = r"^[A-Za-z0-9_.:-][^\r\n]*$"
_NAME = r"^[^\s-][^\r\n]*$"


def _said(en: str, zh: str) -> dict[str, str]:
    return {"description": en, "x-description-zh": zh}


def _flag(en: str, zh: str, **more: Any) -> dict[str, Any]:
    return {"type": "boolean", "default": False, "title": en, "x-title-zh": zh, **more}


def _names(en: str, zh: str, pattern: str = _NAME, **more: Any) -> dict[str, Any]:
    items = {"type": "string", "pattern": pattern}
    return {"type": "array", "items": items, "title": en, "x-title-zh": zh, **more}


def _number(en: str, zh: str, least: int, most: int, **more: Any) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most, "title": en, "x-title-zh": zh, **more}


OPTIONS = options(
    action={
        "enum": [PLAYBOOK, PING],
        "default": PLAYBOOK,
        "title": "Action",
        "x-title-zh": "操作",
        **_said(
            "playbook runs the playbook of task_exec; ping asks the hosts of task_exec (a pattern; all where "
            "it is empty) whether they can be reached.",
            "playbook 运行 task_exec 的 playbook；ping 检查 task_exec 的主机（为空即 all）是否可达。",
        ),
    },
    inventory=text(
        "Inventory",
        "主机清单",
        **_said(
            "A file or folder below the data directory or a script root.",
            "数据目录或脚本根目录下的文件或文件夹。",
        ),
    ),
    hosts=_names(
        "Hosts",
        "主机列表",
        _HOST,
        **_said(
            "Instead of a file: one line of an inventory each, such as web1 ansible_host=10.0.0.5.",
            "代替清单文件：每项为清单中的一行，例如 web1 ansible_host=10.0.0.5。",
        ),
    ),
    limit=text("Limit to hosts", "限定主机", pattern=_NAME),
    tags=_names("Only tasks with these tags", "只运行带这些标签的任务"),
    skip_tags=_names("Not the tasks with these tags", "跳过带这些标签的任务"),
    forks=_number("Hosts at once", "并行主机数", 1, 1000),
    check=_flag("Only say what would change", "只检查，不做更改"),
    diff=_flag("Show what changes in files", "显示文件差异"),
    become=_flag("Become another user", "切换用户（become）"),
    become_user=text("User to become", "要切换到的用户", pattern=_NAME),
    become_password_secret=secret_option("Secret with the password for it", "切换用户密码的密钥名"),
    remote_user=text("User on the hosts", "远程用户", pattern=_NAME),
    connection=text("Kind of connection", "连接方式", pattern=r"^[A-Za-z0-9_.]+$"),
    connection_timeout=_number("Seconds to reach a host", "连接超时（秒）", 1, 3600),
    private_key_secret=secret_option("Secret with the private key for ssh", "SSH 私钥的密钥名"),
    host_key_checking=_flag("Refuse unknown host keys", "拒绝未知的主机公钥", default=True),
    vault_password_secret=secret_option("Secret with the vault password", "Vault 密码的密钥名"),
    ping_module={
        "enum": ["ping", "raw"],
        "default": "ping",
        "title": "How to ask",
        "x-title-zh": "检查方式",
        **_said("raw needs no Python on the host.", "raw 不要求主机上有 Python。"),
    },
    python_interpreter=text("Python on the hosts", "主机上的 Python", pattern=_NAME),
    verbosity=_number("Verbosity", "详细程度", 0, 6, default=0),
    color=_flag("Colours in the log", "日志带颜色"),
    ansible_folder=text(
        "Folder of ansible",
        "Ansible 所在文件夹",
        pattern="^/",
        **_said(
            "Where ansible-playbook is; by default beside the Python that runs Watchbell, else on the PATH "
            "of programs.",
            "ansible-playbook 所在位置；默认先查找运行更钟的 Python 旁边，再查找程序的 PATH。",
        ),
    ),
    cwd=CWD,
)
