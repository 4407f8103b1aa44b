"""Messages about playbooks and hosts."""

from watchbell.messages.message import Message

MESSAGES = {
    "ansible_missing": Message(
        "{program} was not found in {folders}.",
        "在 {folders} 中找不到 {program}。",
        "Install it: pip install 'watchbell[ansible]'. Or name its folder in the option ansible_folder.",
        "请安装：pip install 'watchbell[ansible]'，或在选项 ansible_folder 中指定其文件夹。",
    ),
    "missing_inventory": Message("The inventory {path} does not exist.", "主机清单 {path} 不存在。"),
    "inventory_twice": Message(
        "inventory and hosts cannot be used together.",
        "inventory 与 hosts 不能同时使用。",
        "Leave one of them out.",
        "请去掉其中一个。",
    ),
    "hosts_unreachable": Message(
        "{count} host(s) could not be reached: {hosts}. {detail}.",
        "{count} 台主机不可达：{hosts}。{detail}。",
        "Check address, port, user and key of the hosts.",
        "请检查主机的地址、端口、用户和密钥。",
    ),
    "hosts_failed": Message(
        "{count} host(s) failed: {hosts}. {task}: {detail}.",
        "{count} 台主机执行失败：{hosts}。{task}：{detail}。",
    ),
}
