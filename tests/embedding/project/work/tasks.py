import subprocess
import sys

from celery import shared_task

from watchbell import ExecutionLogger
from work.models import MyExecution


@shared_task
def execute_my_task(execution_id):
    execution = MyExecution.objects.get(id=execution_id)
    try:
        ExecutionLogger.start_execution(execution, f"Starting {execution.name}")
        result = subprocess.run(
            [sys.executable, "-c", "print('夜间任务')"], capture_output=True, text=True, timeout=60
        )
        ExecutionLogger.complete_execution(execution, result=result)
    except subprocess.TimeoutExpired:
        ExecutionLogger.timeout_execution(execution, timeout_seconds=60)
    except Exception as error:
        ExecutionLogger.fail_execution(execution, error_message=str(error))
