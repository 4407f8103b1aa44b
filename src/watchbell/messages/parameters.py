"""Messages about run-time parameters and the JSON Schema that describes them."""

from watchbell.messages.message import Message

MESSAGES = {
    "parameters_bad_schema": Message(
        "task_parameters is not a usable JSON Schema: {detail}.",
        "task_parameters 不是可用的 JSON Schema：{detail_zh}。",
        'It describes one object: {{"type": "object", "properties": {{…}}}} (draft 2020-12).',
        '它应描述一个对象：{{"type": "object", "properties": {{…}}}}（2020-12 草案）。',
    ),
    "parameters_schema_not_object": Message(
        "task_parameters must be a JSON Schema of type 'object'.",
        "task_parameters 必须是类型为 'object' 的 JSON Schema。",
        'For example: {{"type": "object", "properties": {{"days": {{"type": "integer"}}}}}}.',
        '例如：{{"type": "object", "properties": {{"days": {{"type": "integer"}}}}}}。',
    ),
    "parameters_schema_circular": Message(
        "task_parameters refers to itself in circles, or is nested too deeply.",
        "task_parameters 循环引用自身，或嵌套过深。",
    ),
    "parameters_broken_reference": Message(
        "task_parameters contains a reference that leads nowhere.",
        "task_parameters 中存在无法解析的引用。",
    ),
    "parameters_remote_reference": Message(
        "task_parameters refers to '{text}'; only references inside the schema ('#/$defs/…') are followed.",
        "task_parameters 引用了“{text}”；仅支持模式内部的引用（'#/$defs/…'）。",
    ),
    "parameters_bad_default": Message(
        "The default of {name} does not fit its own schema: {detail}.",
        "{name} 的默认值不符合其自身的模式：{detail_zh}。",
    ),
    "parameters_not_object": Message(
        "Parameters are an object of names and values.",
        "参数必须是由名称和值组成的对象。",
    ),
    "parameters_not_json": Message(
        "The parameters contain something that JSON cannot hold.",
        "参数中包含 JSON 无法表示的内容。",
    ),
    "parameters_too_deep": Message("The parameters are nested too deeply.", "参数嵌套过深。"),
    "parameter_required": Message("{name} is missing.", "缺少 {name}。"),
    "parameter_undefined": Message(
        "There is no parameter {name}.",
        "没有名为 {name} 的参数。",
        "Did you mean: {known}?",
        "您是否想写：{known}？",
    ),
    "option_undefined": Message(
        "There is no option {name}.",
        "没有名为 {name} 的选项。",
        "Did you mean: {known}?",
        "您是否想写：{known}？",
    ),
    "parameter_type": Message("{name} must be {expected}.", "{name} 必须是{expected_zh}。"),
    "parameter_choice": Message("{name} must be one of: {limit}.", "{name} 必须是以下之一：{limit}。"),
    "parameter_minimum": Message("{name} must be at least {limit}.", "{name} 不能小于 {limit}。"),
    "parameter_maximum": Message("{name} must be at most {limit}.", "{name} 不能大于 {limit}。"),
    "parameter_above": Message("{name} must be more than {limit}.", "{name} 必须大于 {limit}。"),
    "parameter_below": Message("{name} must be less than {limit}.", "{name} 必须小于 {limit}。"),
    "parameter_multiple": Message("{name} must be a multiple of {limit}.", "{name} 必须是 {limit} 的倍数。"),
    "parameter_too_short": Message(
        "{name} must have at least {limit} characters.", "{name} 至少需要 {limit} 个字符。"
    ),
    "parameter_too_long": Message(
        "{name} must have at most {limit} characters.", "{name} 最多 {limit} 个字符。"
    ),
    "parameter_pattern": Message(
        "{name} does not have the wanted form: {limit}.", "{name} 的格式不符合要求：{limit}。"
    ),
    "parameter_format": Message("{name} is not a valid {limit}.", "{name} 不是有效的 {limit}。"),
    "parameter_too_few": Message(
        "{name} must have at least {limit} entries.", "{name} 至少需要 {limit} 项。"
    ),
    "parameter_too_many": Message("{name} must have at most {limit} entries.", "{name} 最多 {limit} 项。"),
    "parameter_repeated": Message("{name} must not repeat an entry.", "{name} 不能有重复项。"),
    "parameter_invalid": Message(
        "{name} does not fit '{limit}' of its schema.", "{name} 不符合其模式中的 '{limit}'。"
    ),
    "parameter_excluded": Message("{name} is one of what is excluded.", "{name} 属于被排除的值。"),
    "parameter_fits_none": Message(
        "{name} fits none of the possible forms.", "{name} 不符合任何一种可用形式。"
    ),
    "parameter_fits_not_one": Message(
        "{name} must fit exactly one of the possible forms.", "{name} 必须恰好符合一种可用形式。"
    ),
    "parameter_wrong_entries": Message(
        "{name} does not hold the entries it must hold.", "{name} 未包含规定的项。"
    ),
    "parameter_not_possible": Message(
        "{name} holds something that is not possible here.", "{name} 含有此处不允许的内容。"
    ),
    "parameter_pattern_slow": Message(
        "Checking {name} against its pattern takes too long.",
        "按正则表达式检查 {name} 耗时过长。",
        "Simplify the pattern in task_parameters: a repetition inside a repetition, as in (a+)+, takes long.",
        "请简化 task_parameters 中的正则表达式：重复中再嵌套重复（如 (a+)+）会非常耗时。",
    ),
    "parameters_check_slow": Message(
        "Checking the parameters takes more than {limit:g} s of processor time.",
        "检查参数所需的处理器时间超过 {limit:g} 秒。",
        "Simplify task_parameters (nested allOf, anyOf and $ref multiply the work), or give fewer values.",
        "请简化 task_parameters（嵌套的 allOf、anyOf 和 $ref 会成倍增加工作量），或减少参数值。",
    ),
}
