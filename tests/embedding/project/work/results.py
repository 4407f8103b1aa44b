import json

from work.models import ScanResult


def keep_result(sender, execution, **_):
    """Called in the engine, after the end was saved."""
    if execution.kind == "script" and execution.result:
        ScanResult.objects.create(
            scandevresult_filename=f"{execution.name}_执行结果_{execution.execution_id}.json",
            scandevresult_content=json.dumps(execution.result, ensure_ascii=False, indent=2),
            script_name=execution.name,
            task_id=execution.execution_id,
            script_output=execution.result.get("message", ""),
        )
