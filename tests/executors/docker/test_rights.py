"""What a docker task may not ask for; no engine is needed to refuse it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.executors.docker.tasks import define, wrong
from watchbell.testing import Product


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    folder = tmp_path_factory.mktemp("rights")
    (folder / "open").mkdir()
    (folder / "open-too").mkdir()
    (folder / "open/out").symlink_to("/etc")
    mounts = f"{folder}/open:cache"
    with Product(folder / "data", WATCHBELL_DOCKER_MOUNTS=mounts) as running:
        yield running


@pytest.mark.parametrize(
    ("option", "config"),
    [
        ("privileged", {"privileged": True}),
        ("host_pid", {"host_pid": True}),
        ("network", {"network": "host"}),
        ("network", {"network": "container:other"}),
    ],
)
def test_rights_over_the_host_are_refused(product: Product, option: str, config: dict[str, object]) -> None:
    assert wrong(product, **config) == ("docker_right_refused", f"task_config.{option}")


@pytest.mark.parametrize("source", ["/", "/etc", "{open}-too", "{open}/../open-too", "{open}/out", "others"])
def test_only_listed_folders_and_volumes_are_mounted(product: Product, source: str) -> None:
    opened = product.data_dir.parent / "open"
    mount = f"{source.replace('{open}', str(opened))}:/in"
    assert wrong(product, mounts=[mount]) == ("docker_mount_refused", "task_config.mounts[0]")


def test_listed_folders_what_is_below_them_and_listed_volumes_are(product: Product) -> None:
    opened = product.data_dir.parent / "open"
    (opened / "below").mkdir()
    assert wrong(product, mounts=[f"{opened}:/a", f"{opened}/below:/b:ro", "cache:/c"]) == ("", "")


@pytest.mark.parametrize("mount", ["", "x", "relative/path:/in", "/a:in", "/a:/b:rshared", "/a:/b:ro,Z"])
def test_what_is_no_mount_is_refused(product: Product, mount: str) -> None:
    assert wrong(product, mounts=[mount])[0] == "docker_mount_invalid"


def test_a_link_made_after_the_save_does_not_lead_out(product: Product) -> None:
    folder = product.data_dir.parent / "open/later"
    folder.mkdir()
    define(product, "later", "true", config={"mounts": [f"{folder}:/in"]})
    folder.rmdir()
    folder.symlink_to("/etc")
    done = product.run("later", 60)
    assert (done["status"], done["reason"]) == ("failed", "docker_mount_refused")


@pytest.mark.parametrize("image", ["", "--privileged", "a b", "x;y", "../x"])
def test_what_is_no_image_is_refused(product: Product, image: str) -> None:
    from watchbell.testing.product import Refused

    with pytest.raises(Refused) as refused:
        define(product, "wrong", "true", image=image)
    assert refused.value.error["field"] == "task_exec"


def test_options_of_another_action_are_refused(product: Product) -> None:
    assert wrong(product, action="push") == ("docker_option_unused", "task_config.command")


def test_a_build_reads_only_folders_that_programs_may_be_in(product: Product, tmp_path: Path) -> None:
    from watchbell.testing.product import Refused

    for context, dockerfile in (("/etc", ""), ("conf", ""), ("tasks/../conf", ""), ("tasks", "../x")):
        config = {"action": "build", "context": context, "dockerfile": dockerfile}
        with pytest.raises(Refused) as refused:
            product.define("wrong", task_type="docker", task_exec="local/x:1", task_config=config)
        assert refused.value.error["field"].startswith("task_config."), context


def test_what_is_refused_is_said_in_chinese_too(product: Product) -> None:
    from watchbell.testing.product import Refused

    with pytest.raises(Refused) as refused:
        product.request(
            "POST",
            "/api/tasks",
            {
                "task_id": "w",
                "task_type": "docker",
                "task_exec": "x",
                "task_config": {"privileged": True},
            },
            Accept_Language="zh-CN",
        )
    assert "宿主机" in refused.value.error["message"]
