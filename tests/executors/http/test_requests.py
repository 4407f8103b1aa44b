"""What an HTTP task sends, keeps and tells (security 28, 29, 37, 39, 41)."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from tests.fakes.answering import Reply, Seen, Server, raw
from watchbell.testing import Product
from watchbell.testing.product import Refused

SECRET = "s3cr3t+/9f3b7c=="
_numbers = count()


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server(lambda seen: Reply(body=b"{}"))
    yield running
    running.close()


@pytest.fixture
def token(product: Product) -> str:
    product.request("PUT", "/api/secrets/api-token", {"value": SECRET})
    return "api-token"


def define(product: Product, url: str, **config: Any) -> str:
    task_id = f"request-{next(_numbers)}"
    product.task(task_id, task_type="http", task_exec=url, task_config=config)
    return task_id


def send(product: Product, url: str, config: dict[str, Any], **parameters: Any) -> dict[str, Any]:
    return product.run(define(product, url, **config), **parameters)


def test_values_of_the_run_go_into_query_headers_and_body(product: Product, server: Server) -> None:
    config = {
        "method": "POST",
        "query": {"name": {"from": "parameters.name"}, "fixed": "a b"},
        "headers": {"X-Count": {"from": "parameters.count"}},
        "body": {"hosts": {"from": "parameters.hosts"}, "first": {"from": "parameters.hosts.0"}},
    }

    send(product, f"{server.url}/x?old=1", config, name="值&x", count=2, hosts=["a", "b"])

    seen = server.seen[0]
    assert seen.path.replace("%20", "+") == "/x?old=1&name=%E5%80%BC%26x&fixed=a+b"
    assert seen.headers["X-Count"] == "2" and seen.headers["Content-Type"] == "application/json"
    assert json.loads(seen.body) == {"hosts": ["a", "b"], "first": "a"}


def test_a_form_and_a_text_are_sent_as_such(product: Product, server: Server) -> None:
    send(product, server.url, {"method": "POST", "body_type": "form", "body": {"a": "1 & 2", "b": 3}})
    send(product, server.url, {"method": "PUT", "body_type": "text", "body": "你好"})

    assert server.seen[0].body == b"a=1+%26+2&b=3"
    assert server.seen[0].headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert server.seen[1].body.decode() == "你好"


def test_nothing_in_a_text_is_expanded(product: Product, server: Server) -> None:
    text = "{{7*7}} ${HOME} $(id) {parameters.x}"
    send(product, server.url, {"method": "POST", "body_type": "text", "body": text}, x="y")
    assert server.seen[0].body.decode() == text


def test_a_missing_parameter_fails_the_run_before_anything_is_sent(product: Product, server: Server) -> None:
    done = send(product, server.url, {"query": {"a": {"from": "parameters.nope"}}})

    assert (done["status"], done["reason"]) == ("failed", "value_missing")
    assert "parameters.nope" in done["error_message"] and server.seen == []


def test_the_answer_is_the_result(product: Product, server: Server) -> None:
    server.handle = lambda seen: Reply(body=b'{"data": {"items": [{"id": 7}]}}')

    whole = send(product, server.url, {})
    part = send(product, server.url, {"result_path": "data.items.0.id"})
    nothing = send(product, server.url, {"result_path": "data.nope"})

    assert whole["result"] == {"data": {"items": [{"id": 7}]}}
    assert (part["result"], nothing["result"], nothing["status"]) == (7, None, "success")
    assert b"the answer has no data.nope" in product.log(nothing["execution_id"])


def test_the_log_shows_request_status_headers_and_body(product: Product, server: Server) -> None:
    server.handle = lambda seen: Reply(body=b"hello\n", headers={"X-Answer": "42"})

    log = product.log(send(product, f"{server.url}/path", {"query": {"a": "1"}})["execution_id"]).decode()

    assert log.startswith(f"> GET {server.url}/path?a=1\n")
    assert "< 200 OK\n" in log and "X-Answer: 42\n" in log and log.endswith("hello\n")


@pytest.mark.parametrize(
    ("config", "header", "value"),
    [
        ({"token_secret": "api-token"}, "Authorization", f"Bearer {SECRET}"),
        ({"token_secret": "api-token", "token_header": "X-Key"}, "X-Key", SECRET),
        ({"secret_headers": {"X-Own": "api-token"}}, "X-Own", SECRET),
        (
            {"user": "ada", "password_secret": "api-token"},
            "Authorization",
            "Basic YWRhOnMzY3IzdCsvOWYzYjdjPT0=",
        ),
    ],
)
def test_a_secret_reaches_the_target_and_nobody_else(
    product: Product, server: Server, token: str, config: dict[str, Any], header: str, value: str
) -> None:
    def echo(seen: Seen) -> Reply:
        """In two pieces, cut within the secret, as a careless target would."""
        text = json.dumps({"you_sent": seen.headers[header], "pad": "x" * 50}).encode()
        cut = text.index(b"3b7c") if b"3b7c" in text else len(text) // 2
        return Reply(headers={"X-Echo": seen.headers[header]}, stream=lambda write: pieces(write, text, cut))

    def pieces(write: Any, text: bytes, cut: int) -> None:
        write(text[:cut])
        time.sleep(0.1)
        write(text[cut:])

    server.handle = echo
    done = send(product, server.url, config)

    assert server.seen[0].headers[header] == value
    shown = json.dumps(product.execution(done["execution_id"])) + product.log(done["execution_id"]).decode()
    assert done["status"] == "success"
    assert not [one for one in (SECRET, value.split()[-1]) if one in shown], shown
    assert "[secret]" in shown
    files = [path for path in product.data_dir.rglob("*") if path.is_file()]
    assert not [path for path in files if SECRET.encode() in path.read_bytes()]


def test_a_task_with_a_secret_that_does_not_exist_is_refused_by_its_field(product: Product) -> None:
    with pytest.raises(Refused) as refused:
        define(product, "https://example.org/", token_secret="never-made")

    assert refused.value.status == 422
    assert refused.value.error["code"] == "secret_unknown"
    assert refused.value.error["field"] == "task_config.token_secret"
    assert "watchbell secret set never-made" in refused.value.error["hint"]


def test_a_secret_that_is_gone_at_the_start_is_told_by_its_name(
    product: Product, server: Server, token: str
) -> None:
    product.request("PUT", "/api/secrets/soon-gone", {"value": "x"})
    task_id = define(product, server.url, token_secret="soon-gone")
    product.request("DELETE", "/api/secrets/soon-gone")
    time.sleep(2.1)  # others may use it for two seconds more

    done = product.run(task_id)

    assert (done["status"], done["reason"]) == ("failed", "secret_unknown")
    assert "soon-gone" in done["error_message"] and server.seen == []


@pytest.mark.parametrize(
    ("url", "config", "code"),
    [
        ("ftp://example.org/", {}, "url_invalid"),
        ("https://ada:pass@example.org/", {}, "url_with_password"),
        ("https://example.org/", {"headers": {"A": "x\r\nB: y"}}, "field_wrong_form"),
        ("https://example.org/", {"headers": {"Authorization": "Bearer x"}}, "header_not_allowed"),
        ("https://example.org/", {"headers": {"Host": "inside"}}, "header_not_allowed"),
        ("https://example.org/", {"headers": {"a b": "c"}}, "header_not_allowed"),
        ("https://example.org/", {"token_header": "X: y"}, "header_not_allowed"),
        ("https://example.org/", {"query": {"a": {"from": "env.HOME"}}}, "value_not_a_parameter"),
        ("https://example.org/", {"method": "TRACE"}, "parameter_choice"),
        ("https://example.org/", {"body_type": "form", "body": "a=b"}, "field_not_object"),
    ],
)
def test_what_cannot_work_is_refused_when_it_is_saved(
    product: Product, url: str, config: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        define(product, url, **config)
    assert refused.value.error["code"] == code and "pass@" not in str(refused.value)


def test_a_value_that_no_run_can_have_is_refused_when_it_is_saved(product: Product) -> None:
    def save(task_id: str, reference: dict[str, Any]) -> None:
        closed = {"type": "object", "properties": {"name": {}}, "additionalProperties": False}
        config = {"query": {"a": reference}}
        product.task(
            task_id,
            task_type="http",
            task_exec="https://example.org/",
            task_config=config,
            task_parameters=closed,
        )

    save("known-name", {"from": "parameters.name"})
    save("with-default", {"from": "parameters.nmae", "default": "x"})
    with pytest.raises(Refused) as refused:
        save("mistyped", {"from": "parameters.nmae"})
    assert refused.value.error["code"] == "value_missing" and "nmae" in refused.value.error["message"]


def test_a_parameter_cannot_add_a_header(product: Product, server: Server) -> None:
    done = send(product, server.url, {"headers": {"X-A": {"from": "parameters.a"}}}, a="1\r\nX-Evil: 2")
    assert (done["status"], done["reason"], server.seen) == ("failed", "field_wrong_form", [])


def test_a_status_that_was_not_expected_is_a_failure(product: Product, server: Server) -> None:
    server.handle = lambda seen: Reply(status=404, body=b'{"why": "gone"}')

    failed = send(product, server.url, {})
    expected = send(product, server.url, {"expected_status": [200, 404]})

    assert (failed["status"], failed["reason"]) == ("failed", "status_unexpected")
    assert failed["result"] == {"why": "gone"} and "404" in failed["error_message"]
    assert expected["status"] == "success"


def test_a_redirect_is_told_with_its_target(product: Product, server: Server) -> None:
    server.handle = lambda seen: Reply(302, headers={"Location": "https://example.org/new"})

    done = send(product, server.url, {})

    assert (done["status"], done["reason"]) == ("failed", "redirect_not_followed")
    assert "https://example.org/new" in done["error_message"]


def test_inside_addresses_that_are_not_allowed_are_not_reached(product: Product) -> None:
    done = send(product, "http://127.0.0.2:1/", {})
    assert (done["status"], done["reason"]) == ("failed", "outgoing_refused")


def test_nobody_listening_and_a_cut_connection_fail_at_once(product: Product) -> None:
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    refused = send(product, f"http://127.0.0.1:{port}/", {})
    with raw(lambda connection: None) as url:
        cut = send(product, url, {})

    assert (refused["status"], refused["reason"]) == ("failed", "target_unreachable")
    assert (cut["status"], cut["reason"]) == ("failed", "target_cut")


def test_a_request_has_its_own_time_limit(product: Product) -> None:
    with raw(lambda connection: time.sleep(20)) as url:
        done = send(product, url, {"request_timeout": 0.5})
    assert (done["status"], done["reason"]) == ("failed", "target_timeout")


def test_a_long_answer_is_followed_up_to_its_limits(product: Product, server: Server) -> None:
    server.handle = lambda seen: Reply(body=b"x" * 3_000_000)

    done = send(product, server.url, {})

    log = product.log(done["execution_id"])
    assert log.count(b"x" * 1024) == 1024
    assert b"only the first 1048576 bytes" in log[-200:]


def test_an_answer_that_is_too_large_to_be_a_result_says_so(product: Product, server: Server) -> None:
    server.handle = lambda seen: Reply(body=b'"' + b"x" * 8 * 1024 * 1024 + b'"')

    done = send(product, server.url, {})

    assert (done["status"], done["result"], done["result_problem"]) == ("success", None, "result_too_large")
    assert b"it gives no result" in product.log(done["execution_id"])
