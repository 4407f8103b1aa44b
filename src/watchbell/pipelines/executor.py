"""`pipeline` as a kind of task, beside the executors that run programs."""

from __future__ import annotations

from typing import Any

from watchbell.errors import ConfigurationError, WatchbellError
from watchbell.executors.base import Executor, Runner, Title, options

_ANY = {"type": "object", "additionalProperties": True}
_STEP = {
    "type": "object",
    "required": ["id", "type"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string", "title": "Id", "x-title-zh": "编号"},
        "name": {"type": "string", "title": "Name", "x-title-zh": "名称"},
        "type": {"type": "string", "title": "Type", "x-title-zh": "类型"},
        "program": {"type": "string", "title": "Program", "x-title-zh": "程序"},
        "config": {**_ANY, "title": "Options", "x-title-zh": "选项"},
        "task_id": {"type": "string", "title": "Task", "x-title-zh": "任务"},
        "script": {"type": "string", "title": "Script", "x-title-zh": "脚本"},
        "message": {"type": "string", "title": "Question", "x-title-zh": "审批说明"},
        "env": {**_ANY, "title": "Variables", "x-title-zh": "环境变量"},
        "parameters": {**_ANY, "title": "Parameters", "x-title-zh": "参数"},
        "needs": {
            "type": "array",
            "items": {"type": "string"},
            "title": "Needs",
            "x-title-zh": "依赖步骤",
        },
        "when": {
            "enum": ["success", "not_failed", "failed", "always"],
            "default": "success",
            "title": "When",
            "x-title-zh": "运行时机",
        },
        "if": {**_ANY, "title": "Condition", "x-title-zh": "条件"},
        "matrix": {"type": ["object", "array", "null"], "title": "Matrix", "x-title-zh": "矩阵"},
        "retry": {"type": ["object", "integer", "null"], "title": "Retry", "x-title-zh": "重试"},
        "timeout": {"type": ["number", "string", "null"], "title": "Timeout", "x-title-zh": "超时"},
        "limits": {**_ANY, "title": "Limits", "x-title-zh": "资源限制"},
        "continue_on_error": {
            "type": "boolean",
            "default": False,
            "title": "Go on where it fails",
            "x-title-zh": "失败时继续",
        },
    },
}


class PipelineExecutor(Executor):
    """Runs the steps of `task_config`; it occupies no worker while it waits for them."""

    title = Title("Pipeline", "流水线")
    description = Title(
        "Steps of any kind, one after the other or side by side.", "由任意类型的步骤组成，可依次或并行运行。"
    )
    options = options(
        steps={
            "type": "array",
            "items": _STEP,
            "minItems": 1,
            "title": "Steps",
            "x-title-zh": "步骤",
        },
        max_parallel={
            "type": ["integer", "null"],
            "minimum": 1,
            "title": "Steps at once",
            "x-title-zh": "同时运行的步骤数",
            "description": "Without it, as many as the graph allows.",
            "x-description-zh": "不填则以依赖关系允许的最大并行数运行。",
        },
    )
    program_is_file = False
    program_is_needed = False

    def check(self, program: str, config: dict[str, Any]) -> list[ConfigurationError]:
        from watchbell.pipelines.check import config_errors

        problems = list(map(_below_config, config_errors(config)))
        if program:
            problems.insert(0, ConfigurationError("pipeline_has_no_program", field="task_exec"))
        return problems

    def check_parameters(self, config: dict[str, Any], schema: dict[str, Any]) -> list[ConfigurationError]:
        from watchbell.pipelines.check import parameter_errors

        return list(map(_below_config, parameter_errors(config, schema)))

    def runner_of(self, config: dict[str, Any]) -> Runner:
        return "pipeline"


def _below_config(error: WatchbellError) -> ConfigurationError:
    error.field = f"task_config.{error.field}" if error.field else "task_config"
    assert isinstance(error, ConfigurationError)
    return error


PLUGIN = PipelineExecutor()
