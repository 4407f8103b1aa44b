"""Messages about page buttons, pressing them, and the keys they are pressed with."""

from watchbell.messages.message import Message

MESSAGES = {
    "script_inactive": Message(
        "Script {name!r} is switched off.",
        "脚本 {name!r} 已停用。",
        "Switch it on under Scripts.",
        "请在“脚本”页面中启用。",
    ),
    "script_missing": Message(
        "The file of script {name!r} is gone.",
        "脚本 {name!r} 的文件已不存在。",
        "Put it back, or register its folder again.",
        "请恢复文件，或重新登记其文件夹。",
    ),
    "button_disabled": Message(
        "The button {name!r} is switched off.",
        "按钮 {name!r} 已停用。",
        "Switch it on under Page buttons.",
        "请在“页面按钮”页面中启用。",
    ),
    "button_without_target": Message(
        "A button runs one script or one task: give script_id, script_name or task_id.",
        "一个按钮运行一个脚本或一个任务：请填写 script_id、script_name 或 task_id 之一。",
    ),
    "button_with_two_targets": Message(
        "A button runs one script or one task, not {given} together.",
        "一个按钮只能运行一个脚本或一个任务，不能同时填写 {given}。",
    ),
    "press_without_target": Message(
        "Say what to run: script_id or button_id, one of them.",
        "请说明要运行什么：script_id 或 button_id，二者之一。",
    ),
    "unknown_script": Message(
        "There is no script {name!r}.",
        "没有名为 {name!r} 的脚本。",
        "Register its folder first: watchbell scripts register DIR.",
        "请先登记其文件夹：watchbell scripts register DIR。",
    ),
    "unknown_task": Message("There is no task {name!r}.", "没有任务 {name!r}。"),
    "button_parameters_fixed": Message(
        "The parameters of this button are fixed.",
        "此按钮的参数是固定的。",
        "Press it without parameters.",
        "请不带参数运行。",
    ),
    "button_parameters_not_asked": Message(
        "With a button key, this button takes no parameters.",
        "使用按钮密钥时，此按钮不接受参数。",
        "Set its parameter_mode to 'ask' where people shall fill them in.",
        "如需由用户填写，请将其 parameter_mode 设为 'ask'。",
    ),
    "page_route_form": Message(
        "A page route begins with '/' and has at most 300 characters.",
        "页面路由以“/”开头，最多 300 个字符。",
        "For example /scanDevUpdate.",
        "例如 /scanDevUpdate。",
    ),
    "button_not_an_object": Message("A page button must be an object.", "页面按钮必须是对象。"),
    "buttons_not_a_list": Message(
        "The file must hold a list of page buttons.",
        "文件内容必须是页面按钮的列表。",
        'For example [{{"page_route": "/scanDevUpdate", "script_name": "…", "button_text": "…"}}].',
        '例如 [{{"page_route": "/scanDevUpdate", "script_name": "…", "button_text": "…"}}]。',
    ),
    "button_twice": Message(
        "This is the same button as {other}: same route, same target and same text.",
        "与 {other} 是同一个按钮：路由、目标和文字都相同。",
    ),
    "no_button_file": Message(
        "There is no button_configs.json; looked for: {places}.",
        "没有找到 button_configs.json，已查找：{places}。",
        "Name the file.",
        "请指定文件。",
    ),
    "button_edited_meanwhile": Message(
        "Somebody else has changed the button {name!r} meanwhile.",
        "按钮 {name!r} 已被他人修改。",
        "Read it again, then make your change.",
        "请重新读取后再修改。",
    ),
    "button_key_routes": Message(
        "A button key names 1 to {limit} page routes.", "按钮密钥需要指定 1 到 {limit} 个页面路由。"
    ),
    "button_key_origins": Message(
        "A button key names 1 to {limit} origins: the sites whose pages may use it.",
        "按钮密钥需要指定 1 到 {limit} 个来源，即可以使用它的网站。",
    ),
    "origin_form": Message(
        "{origin!r} is no origin.",
        "{origin!r} 不是有效的来源。",
        "Scheme, host and maybe port, as in https://shop.example; neither '*' nor 'null'.",
        "应为协议、主机和可选的端口，例如 https://shop.example；不能用“*”或“null”。",
    ),
    "origin_not_allowed": Message(
        "Pages of {origin} may not use these buttons.",
        "来自 {origin} 的页面不能使用这些按钮。",
        "An administrator can add this origin to the button key, or make a new key where it has ended.",
        "管理员可以将该来源加入按钮密钥；如密钥已失效，请管理员创建新的密钥。",
    ),
    "button_key_not_valid": Message(
        "The key of this page is not valid, or not any more.",
        "此页面的密钥无效或已失效。",
        "Ask an administrator of Watchbell for a new button key.",
        "请向更钟的管理员索取新的按钮密钥。",
    ),
    "expires_in_the_past": Message(
        "The key would have expired already.",
        "该时间已过，密钥一创建就会失效。",
        "Give a time to come.",
        "请填写将来的时间。",
    ),
    "key_for_buttons_only": Message(
        "This key presses the buttons of its pages, and nothing else.",
        "此密钥只能运行其页面上的按钮，不能执行其他操作。",
    ),
    "button_of_other_page": Message(
        "This key is for the buttons of other pages.", "此密钥仅适用于其他页面的按钮。"
    ),
    "stream_not_possible": Message(
        "This server cannot stream.",
        "此服务器不支持流式推送。",
        "Ask script-task-result instead; with wait=SECONDS it answers on the next change.",
        "请改为查询 script-task-result；带上 wait=秒数 可在状态变化时返回。",
    ),
    "no_result": Message("This execution has no result.", "此次执行没有结果。"),
}
