"""`{% watchbell_buttons %}` in a page of a host."""

from __future__ import annotations

from typing import Any

from django.template import Context, Engine
from django.test import Client, RequestFactory


def rendered(tag: str, path: str = "/desk/scan") -> str:
    engine = Engine(libraries={"watchbell": "watchbell.templatetags.watchbell"})
    template = engine.from_string("{% load watchbell %}" + tag)
    return template.render(Context({"request": RequestFactory().get(path)}))


def test_the_route_is_the_path_of_the_page() -> None:
    assert '<watchbell-buttons page-route="/desk/scan" language="en">' in rendered("{% watchbell_buttons %}")


def test_whatever_is_said_becomes_an_attribute_and_is_escaped() -> None:
    route = """'/x"><script>'"""

    html = rendered(f'{{% watchbell_buttons {route} position="bottom-left" language="zh" key="wbk_1" %}}')

    assert 'page-route="/x&quot;&gt;&lt;script&gt;" language="zh" position="bottom-left" key="wbk_1"' in html
    assert html.count("<script") == 1


def test_below_a_prefix_the_buttons_know_where_to_ask(settings: Any, db: None) -> None:
    settings.ROOT_URLCONF = "tests.embedding.prefixed_urls"

    assert 'base-url="/ops"' in rendered("{% watchbell_buttons %}")
    for path in ("/ops/api/scripts", "/ops/myapp/admin/celery/scripts", "/ops/api/nothing"):
        assert Client().get(path).headers["Content-Type"].startswith("application/json")
    assert Client().get("/ops/api/scripts").status_code == 401
