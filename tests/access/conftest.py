from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from watchbell.access import sign_in


@pytest.fixture(autouse=True)
def small_world(data_dir: Path) -> Iterator[Path]:
    for attempts in (sign_in.attempts_of_account, sign_in.attempts_of_address):
        attempts._taken.clear()
    yield data_dir


@pytest.fixture
def user(db: None) -> Any:
    return get_user_model().objects.create_user("ada", password="correct horse battery")
