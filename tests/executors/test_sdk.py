from __future__ import annotations

import subprocess
import sys

import pytest

from watchbell.errors import ExecutionError
from watchbell.executors.sdk import sdk

_AT_ONCE = """
import threading
from watchbell.executors.docker_client import library
failed = []
def use():
    try:
        library().errors.APIError
    except BaseException as error:
        failed.append(error)
threads = [threading.Thread(target=use) for _ in range(16)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(failed)
"""


def test_many_threads_may_need_a_library_for_the_first_time_at_once() -> None:
    done = subprocess.run([sys.executable, "-c", _AT_ONCE], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_library_that_is_not_installed_is_told_with_the_way_to_get_it() -> None:
    with pytest.raises(ExecutionError) as refused:
        sdk("a_library_nobody_has", missing="docker_sdk_missing")
    assert "pip install 'watchbell[docker]'" in str(refused.value.hint("zh"))
