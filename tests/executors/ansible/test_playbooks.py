"""Real playbooks, run by a real ansible on this machine."""

from __future__ import annotations

import pytest

from tests.executors.ansible.playbooks import LOCAL, define, log, playbook, result
from watchbell.testing import Product
from watchbell.testing.product import Refused


def test_a_playbook_runs_and_its_log_is_plain_text(product: Product) -> None:
    done = product.run(define(product, "plain", {"name": "greet", "debug": {"msg": "你好"}}))
    assert (done["status"], done["return_code"], done["survivors"]) == ("success", 0, 0)
    text = log(product, done)
    assert "TASK [greet]" in text and "你好" in text and "\x1b" not in text


def test_the_colours_of_ansible_come_on_request(product: Product) -> None:
    done = product.run(define(product, "colours", {"debug": {"msg": "x"}}, color=True))
    assert "\x1b[" in log(product, done)


def test_the_error_names_the_host_and_the_task_that_failed(product: Product) -> None:
    hosts = [f"web1 {LOCAL}", f"web2 {LOCAL}"]
    done = product.run(
        define(
            product,
            "fails",
            {"name": "only one", "fail": {"msg": "disk is full"}, "when": "inventory_hostname == 'web2'"},
            hosts=hosts,
        )
    )
    assert (done["status"], done["reason"], done["return_code"]) == ("failed", "exit_code", 2)
    assert done["error_message"] == "1 host(s) failed: web2. only one: disk is full."
    chinese = product.request("GET", f"/api/executions/{done['execution_id']}", None, Accept_Language="zh-CN")
    assert chinese["error_message"] == "1 台主机执行失败：web2。only one：disk is full。"


def test_hosts_that_cannot_be_reached_are_named(product: Product) -> None:
    hosts = [f"here {LOCAL}", "gone ansible_host=127.0.0.1 ansible_port=1", "away ansible_port=1"]
    done = product.run(define(product, "away", {"ping": {}}, hosts=hosts, connection_timeout=5), timeout=60)
    assert (done["status"], done["reason"], done["return_code"]) == ("failed", "hosts_unreachable", 4)
    assert "2 host(s) could not be reached" in done["error_message"]
    assert "gone" in done["error_message"] and "away" in done["error_message"]
    assert "here" not in done["error_message"].partition(":")[2].partition(".")[0]


def test_the_result_tells_how_each_host_fared(product: Product) -> None:
    done = product.run(
        define(
            product,
            "result",
            {"command": "true"},
            {"name": "told to others", "set_stats": {"data": {"version": "1.2"}}, "run_once": True},
            {"name": "does not matter", "command": "false", "ignore_errors": True},
            {"name": "only on b", "command": "sh -c 'echo oh no >&2; exit 3'", "when": "name == 'b'"},
            hosts=[f"a name=a {LOCAL}", f"b name=b {LOCAL}"],
        )
    )
    told = result(product, done)
    counts = told["hosts"]["b"]
    assert (counts["changed"], counts["failed"], counts["ignored"]) == (2, 1, 1)
    assert told["hosts"]["a"]["failed"] == 0 and told["complete"] and told["data"] == {"version": "1.2"}
    [failure] = told["failures"]
    assert (failure["host"], failure["task"], failure["unreachable"]) == ("b", "only on b", False)
    assert "oh no" in failure["message"]


def test_a_failure_that_was_rescued_is_none(product: Product) -> None:
    block = {"block": [{"command": "false"}], "rescue": [{"debug": {"msg": "saved"}}]}
    done = product.run(define(product, "rescued", block))
    assert done["status"] == "success" and result(product, done)["failures"] == []
    assert result(product, done)["hosts"]["here"]["rescued"] == 1


def test_parameters_are_variables_and_no_templates(product: Product) -> None:
    evil = "{{ lookup('pipe', 'echo pwned-$((40+2))') }}"
    shown = {"name": "show", "debug": {"msg": "text={{ text }} n={{ count + 1 }} deep={{ deep.list[0] }}"}}
    define(product, "parameters", shown)
    done = product.run("parameters", text="ü\n\x07", count=2, deep={"list": [evil]})
    text = log(product, done)
    assert done["status"] == "success" and "n=3" in text
    assert "pwned-42" not in text and "lookup('pipe'" in text


def test_an_ansible_cfg_beside_the_playbook_counts(product: Product) -> None:
    path = playbook(product, "shop/site", {"debug": {"msg": "x"}})
    product.script("shop/hosts", f"from-cfg {LOCAL}\n")
    product.script("shop/ansible.cfg", "[defaults]\ninventory = hosts\n")
    product.define("with-cfg", task_type="ansible", task_exec=path)
    done = product.run("with-cfg")
    assert list(result(product, done)["hosts"]) == ["from-cfg"]


def test_an_inventory_file_limit_tags_and_check_mode_are_passed_on(product: Product) -> None:
    inventory = product.script("inventory", f"[web]\na {LOCAL}\nb {LOCAL}\n")
    steps = [
        {"name": "wanted", "command": "touch never-made", "tags": ["deploy"]},
        {"name": "not wanted", "command": "false", "tags": ["other"]},
    ]
    product.define(
        "limited",
        task_type="ansible",
        task_exec=playbook(product, "limited", *steps),
        task_config={"inventory": inventory, "limit": "b", "tags": ["deploy"], "check": True, "forks": 2},
    )
    done = product.run("limited")
    told = result(product, done)
    assert done["status"] == "success" and list(told["hosts"]) == ["b"]
    assert told["hosts"]["b"]["skipped"] == 1  # a command is not run in check mode


def test_a_missing_ansible_is_told_with_the_way_out(product: Product) -> None:
    done = product.run(define(product, "nowhere", {"ping": {}}, ansible_folder="/var/empty"))
    assert (done["status"], done["reason"]) == ("failed", "ansible_missing")
    assert "ansible-playbook" in done["error_message"] and "/var/empty" in done["error_message"]


@pytest.mark.parametrize(
    ("program", "config", "field"),
    [
        ("", {}, "task_exec"),
        ("/etc/site.yml", {}, "task_exec"),
        ("tasks/a.yml", {"inventory": "/etc/hosts"}, "task_config.inventory"),
        ("tasks/a.yml", {"inventory": "tasks/i", "hosts": ["a"]}, "task_config.hosts"),
        ("tasks/a.yml", {"hosts": ["a\nb"]}, "task_config.hosts[0]"),
        ("tasks/a.yml", {"limit": "--list-hosts"}, "task_config.limit"),
        ("all", {"action": "ping"}, "task_config.hosts"),
    ],
)
def test_options_that_cannot_work_are_refused_by_name(
    product: Product, program: str, config: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        product.task("wrong", task_type="ansible", task_exec=program, task_config=config)
    assert refused.value.status == 422 and refused.value.error["field"] == field
