"""What a script gets, and what it hands back, in a running product."""

from __future__ import annotations

import json
import os
from pathlib import Path

from tests.scripts.conftest import Scripts

SEEN = """
    import json, os
    names = ("SCRIPT_PARAMETERS", "PAGE_CONTEXT", "SCRIPT_NAME", "EXECUTION_ID", "WATCHBELL_RESULT_FILE")
    print(json.dumps({**{name: os.environ.get(name) for name in names}, "cwd": os.getcwd()}))
"""


def test_a_script_gets_the_environment_of_the_guide(scripts: Scripts):
    script_id = scripts.add("environment", SEEN)
    answer = scripts.product.post(
        "/api/execute-script",
        {"script_id": script_id, "parameters": {"greeting": "你好！"}, "page_context": "/scanDevUpdate"},
    )
    execution_id = answer["execution_id"]
    finished = scripts.product.finished(execution_id)
    results = scripts.product.data_dir / "run" / "results"
    assert finished["result"] == {
        "SCRIPT_PARAMETERS": '{"greeting": "你好！"}',
        "PAGE_CONTEXT": "/scanDevUpdate",
        "SCRIPT_NAME": "environment",
        "EXECUTION_ID": execution_id,
        "WATCHBELL_RESULT_FILE": f"{results}/{execution_id}.json",
        "cwd": os.path.realpath(scripts.folder),
    }
    assert (finished["kind"], finished["origin"]) == ("script", "script:environment")


def test_without_a_page_the_context_is_api(scripts: Scripts):
    assert scripts.run("no_page", SEEN)["result"]["PAGE_CONTEXT"] == "api"


def test_a_file_beside_the_script_is_found_by_its_name(scripts: Scripts):
    (scripts.folder / "numbers.txt").write_text("42")
    finished = scripts.run(
        "relative", "import json\nprint(json.dumps({'n': int(open('numbers.txt').read())}))"
    )
    assert finished["result"] == {"n": 42}


def test_large_parameters_travel_by_file(scripts: Scripts):
    text = """
        import json, os
        path = os.environ["SCRIPT_PARAMETERS_FILE"]
        parameters = json.load(open(path))
        small = "SCRIPT_PARAMETERS" in os.environ
        print(json.dumps({"size": len(parameters.get("text", "")), "in_variable": small}))
    """
    finished = scripts.run("large_parameters", text, text="界" * 300_000)
    assert finished["result"] == {"size": 300_000, "in_variable": False}
    assert not list((scripts.product.data_dir / "run" / "parameters").glob(f"{finished['execution_id']}*"))


def test_a_script_that_reads_its_command_line_gets_its_parameters_there(scripts: Scripts):
    text = """
        import argparse, json
        parser = argparse.ArgumentParser()
        parser.add_argument("--count", type=int, default=3)
        parser.add_argument("name")
        print(json.dumps(vars(parser.parse_args())))
    """
    assert scripts.run("arguments", text, name="--odd")["result"] == {"count": 3, "name": "--odd"}


def test_the_result_file_wins_over_the_output(scripts: Scripts):
    text = """
        import json, os
        with open(os.environ["WATCHBELL_RESULT_FILE"], "w") as file:
            json.dump([1, "二"], file)
        print('{"from": "stdout"}')
    """
    finished = scripts.run("result_file", text)
    assert (finished["result"], finished["result_problem"]) == ([1, "二"], "")
    assert scripts.result_files() == []


def test_a_task_may_hand_back_a_result_file_too(scripts: Scripts):
    product = scripts.product
    program = product.script("result.sh", 'echo \'{"rows": 7}\' > "$WATCHBELL_RESULT_FILE"\n')
    product.task("with-result", task_exec=program, task_type="shell")
    finished = product.run("with-result")
    assert (finished["result"], finished["result_problem"]) == ({"rows": 7}, "")
    assert scripts.result_files() == []


def test_the_output_of_a_task_is_no_result(scripts: Scripts):
    product = scripts.product
    program = product.script("prints.sh", "echo '{\"rows\": 7}'\n")
    product.task("prints-json", task_exec=program, task_type="shell")
    finished = product.run("prints-json")
    assert (finished["result"], finished["result_problem"], finished["progress"]) == (None, "", None)


def test_a_script_that_became_a_link_out_of_its_folder_does_not_run(scripts: Scripts, tmp_path: Path):
    script_id = scripts.add("moved", "print(1)")
    (tmp_path / "elsewhere.py").write_text("print('no')")
    (scripts.folder / "moved.py").unlink()
    (scripts.folder / "moved.py").symlink_to(tmp_path / "elsewhere.py")
    finished = scripts.product.finished(scripts.press(script_id))
    (scripts.folder / "moved.py").unlink()
    assert (finished["status"], finished["reason"]) == ("failed", "program_outside")


def test_every_example_runs_on_a_bare_machine(scripts: Scripts):
    product = scripts.product
    examples = Path(__file__).parents[2] / "examples" / "scripts"
    told = json.loads(product.cli("scripts", "register", str(examples), "--json").stdout)
    assert told["problems"] == []
    listed = {one["name"]: one["id"] for one in json.loads(product.cli("scripts", "list", "--json").stdout)}
    given = {"http_check": {"urls": [f"{product.base}/api/health"]}, "disk_usage": {"limit_percent": 100}}
    results = {
        entry["name"]: product.finished(scripts.press(listed[entry["name"]], **given.get(entry["name"], {})))[
            "result"
        ]
        for entry in told["new"]
    }
    assert {result["status"] for result in results.values()} == {"success"}
    assert results["csv_summary"]["data"]["sums"]["all"] == {"orders": 69, "amount": 7899.9}
    printed = results["print_test_script"]
    assert printed["message"] == "print_test脚本执行成功！你好！我叫阿青"
    assert printed["data"]["page_context"] == "api"
