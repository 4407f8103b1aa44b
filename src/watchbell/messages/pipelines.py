"""Messages about pipelines and their steps."""

from watchbell.messages.message import Message

MESSAGES = {
    "pipeline_step_id": Message(
        "The id of a step has letters, digits, '_' and '-', at most 40 of them.",
        "步骤 id 只能包含字母、数字、“_”和“-”，最多 40 个字符。",
    ),
    "pipeline_step_twice": Message("There is more than one step '{step}'.", "步骤“{step}”出现了不止一次。"),
    "pipeline_step_unknown": Message(
        "There is no step '{step}'.", "没有步骤“{step}”。", "Steps there are: {known}.", "现有步骤：{known}。"
    ),
    "pipeline_needs_itself": Message("Step '{step}' needs itself.", "步骤“{step}”依赖自身。"),
    "pipeline_cycle": Message(
        "The steps form a circle: {path}.",
        "步骤形成循环：{path}。",
        "Remove one of these needs.",
        "请移除其中一个依赖。",
    ),
    "pipeline_when_without_needs": Message(
        "Step '{step}' runs when a step before it failed, but needs none.",
        "步骤“{step}”在前面的步骤失败时运行，但没有依赖任何步骤。",
        "Name the steps it watches in 'needs'.",
        "请在“needs”中列出它所关注的步骤。",
    ),
    "pipeline_type_unknown": Message(
        "There is no kind of step '{type}'.",
        "没有“{type}”类型的步骤。",
        "Use one of: {known}.",
        "可用的类型：{known}。",
    ),
    "pipeline_in_pipeline": Message(
        "A pipeline inside a pipeline is a task of its own.",
        "流水线中的流水线须是单独的任务。",
        "Use type 'task' with its task_id.",
        "请使用类型“task”并填写其 task_id。",
    ),
    "pipeline_task_unknown": Message(
        "There is no task '{name}'.", "没有任务“{name}”。", "Did you mean: {known}?", "您是否想写：{known}？"
    ),
    "pipeline_uses_unknown_task": Message(
        "There is no task '{task}'.", "没有任务“{task}”。", "Did you mean: {known}?", "您是否想写：{known}？"
    ),
    "pipeline_script_unknown": Message(
        "There is no active script '{name}'.",
        "没有已启用的脚本“{name}”。",
        "Did you mean: {known}?",
        "您是否想写：{known}？",
    ),
    "pipeline_field_unused": Message(
        "A step of type '{type}' does not use '{name}'.", "类型为“{type}”的步骤不使用“{name}”。"
    ),
    "pipeline_has_no_program": Message(
        "A task of type 'pipeline' does not use 'task_exec': its steps name their programs.",
        "类型为“pipeline”的任务不使用“task_exec”：程序由各步骤指定。",
    ),
    "pipeline_condition_form": Message(
        "This is no condition.",
        "这不是有效的条件。",
        'For example: {{"value": {{"from": "steps.test.status"}}, "equals": "success"}}.',
        '例如：{{"value": {{"from": "steps.test.status"}}, "equals": "success"}}。',
    ),
    "pipeline_reference_form": Message(
        "'{text}' refers to nothing.",
        "“{text}”没有指向任何值。",
        "Use parameters.NAME, steps.STEP.result.NAME, steps.STEP.status or matrix.NAME.",
        "请使用 parameters.名称、steps.步骤.result.名称、steps.步骤.status 或 matrix.名称。",
    ),
    "pipeline_reference_not_before": Message(
        "Step '{own}' uses a value of '{step}', which need not have ended by then.",
        "步骤“{own}”使用了“{step}”的值，但后者届时不一定已结束。",
        "Add it to 'needs'.",
        "请将其加入“needs”。",
    ),
    "pipeline_step_value_unknown": Message(
        "A step has no '{name}'.", "步骤没有“{name}”。", "Use one of: {known}.", "可用：{known}。"
    ),
    "pipeline_parameter_unknown": Message(
        "The pipeline has no parameter '{name}': task_parameters does not describe it.",
        "流水线没有参数“{name}”：task_parameters 中未声明。",
        "Parameters there are: {known}.",
        "现有参数：{known}。",
    ),
    "pipeline_list_without_position": Message(
        "Step '{step}' has a matrix: its '{name}' is a list of one for each run, without '{part}'.",
        "步骤“{step}”带有矩阵：其“{name}”是列表（每次运行一项），没有“{part}”。",
        "Name one by its position (steps.{step}.{name}.0…), or take the whole list (steps.{step}.{name}).",
        "请用位置指定其中一项（steps.{step}.{name}.0…），或引用整个列表（steps.{step}.{name}）。",
    ),
    "pipeline_matrix_unknown": Message(
        "'{text}' is no value of this step's matrix.",
        "“{text}”不是此步骤矩阵中的值。",
        "Values there are: {known}.",
        "现有的值：{known}。",
    ),
    "pipeline_matrix_form": Message(
        "A matrix is a list, an object of lists, or refers to a list.",
        "矩阵须是列表、由列表组成的对象，或对列表的引用。",
    ),
    "pipeline_matrix_too_large": Message(
        "The matrix makes {count} steps; at most {limit} are possible.",
        "矩阵会产生 {count} 个步骤，最多允许 {limit} 个。",
    ),
    "pipeline_nested_in_itself": Message(
        "The pipeline would run itself: {path}.", "流水线会运行自身：{path}。"
    ),
    "pipeline_too_deep": Message(
        "Pipelines are nested more than {limit} levels deep.", "流水线嵌套超过 {limit} 层。"
    ),
    "pipeline_value_missing": Message(
        "There is no value at '{path}'.",
        "“{path}”处没有值。",
        "Give the reference a 'default' where the value may be missing.",
        "若该值可能不存在，请为引用设置“default”。",
    ),
    "pipeline_parameters_too_large": Message(
        "The parameters of the step are larger than {limit} characters.",
        "步骤的参数超过 {limit} 个字符。",
        "Refer to the part that is needed, or hand on the name of a file.",
        "请只引用所需的部分，或传递文件名。",
    ),
    "pipeline_matrix_no_list": Message(
        "The matrix of step '{step}' is no list of at most {limit} values.",
        "步骤“{step}”的矩阵不是最多 {limit} 个值的列表。",
    ),
    "pipeline_step_failed": Message(
        "Step '{step}' did not succeed: {detail}", "步骤“{step}”未成功：{detail}"
    ),
    "pipeline_steps_failed": Message(
        "Step '{step}' and {more} more did not succeed: {detail}",
        "步骤“{step}”及另外 {more} 个步骤未成功：{detail}",
    ),
    "pipeline_timeout": Message(
        "The pipeline ran longer than its timeout and was ended.", "流水线运行超时，已被终止。"
    ),
    "pipeline_broken": Message("The pipeline could not go on: {detail}.", "流水线无法继续：{detail}。"),
    "approval_timeout": Message("Nobody decided in time.", "未在时限内审批。"),
    "approval_rejected": Message("Rejected by {user}.", "已被 {user} 拒绝。"),
    "approval_rejected_why": Message("Rejected by {user}: {comment}", "已被 {user} 拒绝：{comment}"),
    "approval_decided": Message(
        "This step does not wait for a decision (any more).", "该步骤（已）不在等待审批。"
    ),
    "approval_step_unknown": Message(
        "This pipeline has no step '{step}'.",
        "该流水线没有步骤“{step}”。",
        "Steps that wait for a decision: {known}.",
        "等待审批的步骤：{known}。",
    ),
    "approval_of_no_approval": Message(
        "Step '{step}' is no approval: there is nothing to decide.",
        "步骤“{step}”不是审批步骤，无需决定。",
        "Steps that wait for a decision: {known}.",
        "等待审批的步骤：{known}。",
    ),
    "approval_which": Message(
        "More than one step waits for a decision: {known}.",
        "有多个步骤在等待审批：{known}。",
        "Name the step.",
        "请指定步骤。",
    ),
    "not_a_pipeline": Message("Execution {name!r} is not of a pipeline.", "执行 {name!r} 不是流水线的执行。"),
    "pipeline_not_resumable": Message(
        "Only a pipeline that ended without success can be resumed.", "只有未成功结束的流水线才能继续运行。"
    ),
    "pipeline_running": Message(
        "Another execution of this pipeline is not over: {name}.",
        "该流水线的另一次执行尚未结束：{name}。",
        "Wait for its end, or stop it.",
        "请等待其结束，或停止它。",
    ),
    "step_runs_in_pipeline": Message(
        "A step runs only as part of its pipeline.",
        "步骤只能作为其流水线的一部分运行。",
        "Resume or run the pipeline again: {pipeline}.",
        "请继续或重新运行其流水线：{pipeline}。",
    ),
    "pipeline_no_definition": Message(
        "There is no pipeline in this: an object with 'steps' is expected.",
        "其中没有流水线：需要一个含有“steps”的对象。",
    ),
}
