"""A site that is not Watchbell's: another origin, a page with a table, and a strict policy of its own."""

from __future__ import annotations

import html
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

_VUE = Path(__file__).parents[2] / "web/node_modules/vue/dist/vue.esm-browser.prod.js"
_ROUTE = "/scanDevUpdate"
_POLICY = "default-src 'self'; script-src 'self' {base}; connect-src 'self' {base}"
_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>Scan results</title>
<link rel="stylesheet" href="/page.css">
<script src="{base}/static/watchbell/watchbell-buttons.js" defer></script>
<script src="/page.js" defer></script></head>
<body><main><h1>Scan results</h1>
<watchbell-buttons {attributes}>
<table><thead><tr><th>Greeting</th><th>From</th></tr></thead><tbody></tbody></table>
</watchbell-buttons></main></body></html>"""
_STYLE = """body { margin: 24px; background: light-dark(#fff, #12161c); font-family: serif }
table { width: 100%; border-collapse: collapse }
td, th { border: 1px solid gray; padding: 4px; text-align: start }"""
_SCRIPT = """const heard = [];
const getDataList = async () => {
  const rows = await (await fetch("/results")).json();
  document.querySelector("tbody").replaceChildren(...rows.map((row) => {
    const line = document.createElement("tr");
    line.append(...row.map((text) => Object.assign(document.createElement("td"), { textContent: text })));
    return line;
  }));
};
for (const name of ["watchbell:started", "watchbell:finished"])
  document.addEventListener(name, (event) => {
    heard.push([name, event.detail]);
    if (name === "watchbell:finished") void getDataList();
  });
void getDataList();"""
_VUE_PAGE = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>Scan results</title>
<script type="importmap">{{"imports": {{"vue": "/vue.js"}}}}</script></head>
<body><div id="app"></div><script type="module">
import {{ createApp, onMounted, ref }} from "vue";
import {{ ScriptManagerLayout }} from "{base}/static/watchbell/watchbell-vue.js";
createApp({{
  components: {{ ScriptManagerLayout }},
  template: `<ScriptManagerLayout page-route="/scanDevUpdate" ref="scriptManager"
      base-url="{base}" api-key="{key}">
    <ul><li v-for="row in rows">{{{{ row.join(" ") }}}}</li></ul></ScriptManagerLayout>`,
  setup() {{
    const scriptManager = ref();
    const rows = ref([]);
    const getDataList = async () => {{ rows.value = await (await fetch("/results")).json(); }};
    onMounted(() => {{
      getDataList();
      if (scriptManager.value) {{
        scriptManager.value.onDataRefresh(() => {{
          getDataList();
        }});
      }}
      window.scriptManager = scriptManager.value;
    }});
    return {{ scriptManager, rows }};
  }},
}}).mount("#app");
</script></body></html>"""


class Elsewhere:
    """`origin` of the site, and `results`: the file of JSON lines that its table shows."""

    def __init__(self, base: str, results: Path, port: int) -> None:
        self.base = base
        self.results = results
        self.origin = f"http://localhost:{port}"

    def page(self, lang: str = "en", **attributes: str) -> str:
        """The address of the page, whose element has these attributes (`page_route` → `page-route`)."""
        given = {"page_route": _ROUTE, "base_url": self.base, **attributes}
        return f"{self.origin}{_ROUTE}?{urlencode({'lang': lang, **given})}"

    def vue_page(self, key: str) -> str:
        return f"{self.origin}/vue?{urlencode({'key': key})}"

    def rows(self) -> list[list[str]]:
        """What the table of the page shows."""
        lines = self.results.read_text(encoding="utf-8").splitlines() if self.results.exists() else []
        return [json.loads(line) for line in lines]

    def answer(self, address: str) -> tuple[str, str, str]:
        """Media type, body and policy."""
        path, query = urlsplit(address).path, dict(parse_qsl(urlsplit(address).query))
        if path == _ROUTE:
            lang = query.pop("lang")
            named = {name.replace("_", "-"): html.escape(value) for name, value in query.items()}
            attributes = " ".join(f'{name}="{value}"' for name, value in named.items() if value)
            page = _PAGE.format(lang=lang, base=self.base, attributes=attributes)
            return "text/html", page, _POLICY.format(base=self.base)
        if path == "/results":
            return "application/json", json.dumps(self.rows()), ""
        if path == "/vue":
            return "text/html", _VUE_PAGE.format(base=self.base, key=query["key"]), ""
        files = {"/page.css": ("text/css", _STYLE), "/page.js": ("text/javascript", _SCRIPT)}
        if path == "/vue.js":
            return "text/javascript", _VUE.read_text(encoding="utf-8"), ""
        return *files.get(path, ("text/plain", "")), ""


@contextmanager
def elsewhere(base: str, results: Path) -> Iterator[Elsewhere]:
    """The site, in front of a Watchbell at `base`, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body, policy = site.answer(self.path)
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            if policy:
                self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Elsewhere(base, results, server.server_port)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
