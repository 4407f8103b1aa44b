"""Messages about what waits for what."""

from watchbell.messages.message import Message

MESSAGES = {
    "dependency_unknown": Message(
        "'{name}' depends on '{dependency}', which does not exist.",
        "“{name}”依赖的“{dependency}”不存在。",
    ),
    "dependency_itself": Message("'{name}' depends on itself.", "“{name}”依赖自身。"),
    "dependency_cycle": Message(
        "The dependencies form a circle: {path}.",
        "依赖关系形成循环：{path}。",
        "Remove one of these dependencies.",
        "请移除其中一个依赖。",
    ),
}
