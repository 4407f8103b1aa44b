"""Images: built from a folder, pushed to a real registry, and pulled from it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from docker.errors import ImageNotFound

from tests.executors.docker.engine import IMAGE, Engine
from tests.executors.docker.registry import PASSWORD, USER, Registry, missing
from tests.executors.docker.tasks import define
from watchbell.testing import Product


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    if why := missing():
        pytest.skip(f"push and pull are not tested: {why}")
    running = Registry(tmp_path_factory.mktemp("registry"))
    yield running
    running.close()


def _context(product: Product, name: str, dockerfile: str) -> str:
    product.script(f"{name}/Dockerfile", dockerfile)
    product.script(f"{name}/greeting", "hello from the context\n")
    return f"tasks/{name}"


def _image_task(product: Product, task_id: str, image: str, **config: Any) -> str:
    product.define(task_id, task_type="docker", task_exec=image, task_config=config)
    return task_id


def test_an_image_is_built_with_its_log_and_runs(product: Product, engine: Engine) -> None:
    context = _context(
        product,
        "built",
        f"FROM {IMAGE}\nARG COLOUR\nRUN echo building $COLOUR\nCOPY greeting /greeting\nCMD cat /greeting\n",
    )
    config = {"action": "build", "context": context, "network": "none", "build_args": {"COLOUR": "blue"}}
    done = product.run(_image_task(product, "build", "local/built:1", **config), 120)
    log = product.log(done["execution_id"]).decode()
    assert (done["status"], done["return_code"]) == ("success", 0), log
    assert "Step 1/5" in log and "building blue" in log and "Successfully tagged local/built:1" in log
    done = product.run(_image_task(product, "run-built", "local/built:1", network="none"), 60)
    assert product.log(done["execution_id"]) == b"hello from the context\n"


def test_a_build_that_fails_says_why_and_leaves_no_container(product: Product, engine: Engine) -> None:
    context = _context(product, "broken", f"FROM {IMAGE}\nRUN echo before && exit 3\n")
    done = product.run(
        _image_task(product, "broken", "local/broken:1", action="build", context=context, network="none"), 120
    )
    assert (done["status"], done["return_code"]) == ("failed", 1)
    assert "returned a non-zero code: 3" in done["error_message"]
    assert not engine.containers()


def test_a_build_outlives_watchbell_and_a_cancelled_one_ends(fresh_product: Product, engine: Engine) -> None:
    product = fresh_product
    context = _context(product, "slow", f"FROM {IMAGE}\nRUN echo on; sleep 4; echo off\n")
    config = {"action": "build", "context": context, "network": "none", "no_cache": True}
    task_id = _image_task(product, "slow", "local/slow:1", **config)
    execution_id = product.execute(task_id)
    product.until(lambda: b"on\n" in product.log(execution_id), 60)
    product.kill()
    product.start()
    assert product.finished(execution_id, 60)["status"] == "success"
    assert b"off\n" in product.log(execution_id)

    context = _context(product, "endless", f"FROM {IMAGE}\nRUN echo on; sleep 600\n")
    _image_task(product, "slow", "local/endless:1", **{**config, "context": context})
    execution_id = product.execute(task_id)
    product.until(lambda: b"on\n" in product.log(execution_id), 60)
    product.post(f"/api/executions/{execution_id}/stop")
    done = product.finished(execution_id, 60)
    assert (done["status"], done["survivors"]) == ("cancelled", 0)
    product.until(lambda: not engine.api.containers(), 30)


def test_an_image_is_pushed_and_pulled_with_the_password_of_a_secret(
    product: Product, engine: Engine, registry: Registry
) -> None:
    product.request("PUT", "/api/secrets/registry", {"value": PASSWORD})
    login = {"registry_user": USER, "registry_password_secret": "registry"}
    image = f"{registry.address}/team/tool:2"
    engine.api.tag(IMAGE, f"{registry.address}/team/tool", "2")
    done = product.run(_image_task(product, "push", image, action="push", **login), 120)
    log = product.log(done["execution_id"]).decode()
    assert done["status"] == "success" and "digest: sha256:" in log, log
    _forget(engine, image)

    config = {"pull": "always", **login}
    done = product.run(define(product, "pulled", "echo pulled", image=image, config=config), 120)
    assert (done["status"], product.log(done["execution_id"])) == ("success", b"pulled\n")
    text = str(product.execution(done["execution_id"])) + log
    assert PASSWORD not in text and not _anywhere(product.data_dir, PASSWORD)


def test_a_registry_that_refuses_the_password_fails_the_execution(
    product: Product, engine: Engine, registry: Registry
) -> None:
    product.request("PUT", "/api/secrets/wrong", {"value": "not-the-password"})
    login = {"registry_user": USER, "registry_password_secret": "wrong"}
    image = f"{registry.address}/team/other:1"
    engine.api.tag(IMAGE, f"{registry.address}/team/other", "1")
    done = product.run(_image_task(product, "push-refused", image, action="push", **login), 120)
    assert (done["status"], done["return_code"]) == ("failed", 1)
    done = product.run(
        define(product, "pull-refused", "true", image=image, config={"pull": "always", **login}), 120
    )
    assert (done["status"], done["reason"]) == ("failed", "docker_pull_failed")
    assert image in done["error_message"]


def test_a_secret_that_does_not_exist_is_refused_by_its_name(product: Product) -> None:
    from tests.executors.docker.tasks import wrong

    assert wrong(product, registry_password_secret="nobody") == (
        "secret_unknown",
        "task_config.registry_password_secret",
    )


def _forget(engine: Engine, image: str) -> None:
    with suppress(ImageNotFound):
        engine.api.remove_image(image)


def _anywhere(folder: Path, text: str) -> list[Path]:
    """Files below `folder` that hold `text`."""
    time.sleep(1)
    return [path for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]
