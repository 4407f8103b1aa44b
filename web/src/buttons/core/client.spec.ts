// The server of these specs is FAKE: fetch answers what the spec says.
import { afterEach, describe, expect, it, vi } from "vitest";
import { HttpClient } from "./client";
import { Refused, Unreachable } from "./errors";

const answer = (body: unknown, init: ResponseInit = {}) => new Response(JSON.stringify(body), { headers: { "Content-Type": "application/json" }, ...init });
const error = (status: number, code: string, headers = {}) => answer({ error: { code, message: `because ${code}` } }, { status, headers });

function serving(...answers: (Response | Error)[]) {
  const fetch = vi.fn((_url: URL | string, _init?: RequestInit) => {
    const next = answers.shift() ?? answer({});
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  });
  vi.stubGlobal("fetch", fetch);
  const headersOf = (call: number) => new Headers(fetch.mock.calls[call]?.[1]?.headers);
  return { fetch, headersOf };
}
const clientOf = (baseUrl = "https://bell.test", key = "wbk_x") => new HttpClient({ baseUrl, key, language: () => "zh" });
const never = new AbortController().signal;

afterEach(() => vi.unstubAllGlobals());

describe("the client of the script routes", () => {
  it("shows its key and never a cookie at another origin", async () => {
    const { fetch, headersOf } = serving(answer({ scripts: [], page_configs: [] }));
    await clientOf("https://bell.test/watchbell").load("/a b");
    expect(String(fetch.mock.calls[0]?.[0])).toBe("https://bell.test/watchbell/api/scripts?page_route=%2Fa+b");
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({ credentials: "omit" });
    expect(headersOf(0).get("Authorization")).toBe("Bearer wbk_x");
    expect(headersOf(0).get("Accept-Language")).toBe("zh");
  });

  it("asks nothing of another origin without a key", async () => {
    const { fetch } = serving();
    await expect(clientOf("https://bell.test", "").load("/x")).rejects.toMatchObject({ problem: { code: "key_missing" } });
    expect(fetch).not.toHaveBeenCalled();
  });

  it("sends the token of the session back at its own origin", async () => {
    const { headersOf } = serving(answer({ csrf_token: "t0k" }), answer({ execution_id: "e1" }));
    const client = clientOf("", "");
    await client.load("/x");
    expect(await client.press({ button_id: 1 }, { a: 1 }, "/x", "key-1")).toBe("e1");
    expect(headersOf(1).get("X-CSRFToken")).toBe("t0k");
    expect(headersOf(1).get("Idempotency-Key")).toBe("key-1");
    expect(headersOf(1).has("Authorization")).toBe(false);
  });

  it("finds out that its origin is refused, which browsers tell as a broken network", async () => {
    const { headersOf } = serving(new TypeError("Failed to fetch"), error(403, "origin_not_allowed"));
    await expect(clientOf().load("/x")).rejects.toMatchObject({ problem: { message: "because origin_not_allowed" } });
    expect(headersOf(1).has("Authorization")).toBe(false);
  });

  it("takes a network that is broken for that", async () => {
    serving(new TypeError("Failed to fetch"), new TypeError("Failed to fetch"));
    await expect(clientOf().load("/x")).rejects.toBeInstanceOf(Unreachable);
  });

  it.each([
    [403, Refused],
    [409, Refused],
    [429, Refused],
    [502, Unreachable],
    [503, Unreachable],
  ])("an answer %i is %o", async (status, kind) => {
    serving(error(status, "why"));
    await expect(clientOf().result("e1", 0, "", never)).rejects.toBeInstanceOf(kind);
  });

  it("an answer of a proxy that is no JSON is still an answer", async () => {
    serving(new Response("<html>Bad Gateway</html>", { status: 404, statusText: "Not Found" }));
    await expect(clientOf().result("e1", 0, "", never)).rejects.toThrow("HTTP 404 Not Found");
  });

  it.each([
    ["/executions/e1", "https://bell.test/executions/e1"],
    ["javascript:alert(1)", null],
  ])("links %s to %s", async (given, shown) => {
    serving(answer({ log_url: given }));
    expect((await clientOf().result("e1", 0, "", never)).log_url).toBe(shown);
  });

  it("reads a stream in pieces, whatever their edges", async () => {
    const text = new TextEncoder().encode('data: {"status": "running", "n": "行"}\r\n\r\n: still here\n\ndata: {"status":\ndata: "success"}\n\n');
    const body = new ReadableStream({
      start(controller) {
        for (const byte of text) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    serving(new Response(body, { headers: { "Content-Type": "text/event-stream" } }));
    const heard = [];
    for await (const one of clientOf().stream("e1", never)) heard.push(one.status);
    expect(heard).toEqual(["running", "success"]);
  });

  it("does not take a page that answers every address for a stream", async () => {
    serving(new Response("<!doctype html>", { headers: { "Content-Type": "text/html" } }));
    await expect(clientOf().stream("e1", never)[Symbol.asyncIterator]().next()).rejects.toBeInstanceOf(Refused);
  });

  it.each(["javascript:alert(1)", "http://"])("takes no %s for an address", (address) => expect(() => clientOf(address)).toThrow());
});
