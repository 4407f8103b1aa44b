import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { LiveEvent } from "./live";
import { LiveConnection, type SocketLike } from "./liveConnection";

class FakeSocket implements SocketLike {
  readyState = 0;
  onopen: SocketLike["onopen"] = null;
  onmessage: SocketLike["onmessage"] = null;
  onclose: SocketLike["onclose"] = null;
  sent: { subscribe: unknown; resume: string | null }[] = [];
  send(text: string | unknown): void {
    this.sent.push(JSON.parse(String(text)));
  }
  close(): void {}
  opens(): void {
    this.readyState = 1;
    this.onopen?.(new Event("open"));
  }
  says(event: object): void {
    this.onmessage?.({ data: JSON.stringify(event) } as MessageEvent);
  }
  breaks(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code } as CloseEvent);
  }
}

let sockets: FakeSocket[];
let heard: LiveEvent[];
const states: string[] = [];
const signedOut = vi.fn();
const latest = () => sockets.at(-1) as FakeSocket;

function connect(): LiveConnection {
  const make = () => {
    sockets.push(new FakeSocket());
    return latest();
  };
  return new LiveConnection(make, (state) => states.push(state), signedOut);
}

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  heard = [];
  states.length = 0;
  signedOut.mockReset();
});
afterEach(() => vi.useRealTimers());

const log = (id: string) => ({ id, type: "log", execution_id: "e1", log_bytes: 10 });

it("one connection serves every listener", async () => {
  const live = connect();
  live.listen({ executions: ["e1"] }, () => {});
  live.listen({ tasks: "all" }, () => {});
  latest().opens();
  await Promise.resolve();
  expect(sockets).toHaveLength(1);
  expect(latest().sent.at(-1)).toEqual({ subscribe: { executions: ["e1"], tasks: "all" }, resume: null });
});

it("after a break it resumes from the last event it saw", () => {
  const live = connect();
  live.listen({ executions: ["e1"] }, (event) => heard.push(event));
  latest().opens();
  latest().says({ type: "hello", id: "7" });
  latest().says(log("8"));
  latest().breaks();
  vi.advanceTimersByTime(500);
  latest().opens();
  expect(sockets).toHaveLength(2);
  expect(latest().sent[0]?.resume).toBe("8");
  expect(states).toEqual(["live", "polling", "live"]);
});

it("a page that begins to listen later also asks from the last event, so that it misses nothing", async () => {
  const live = connect();
  live.listen({}, () => {});
  latest().opens();
  latest().says({ type: "hello", id: "41" });
  live.listen({ executions: ["e2"] }, () => {});
  await Promise.resolve();
  expect(latest().sent.at(-1)).toEqual({ subscribe: { executions: ["e2"], tasks: [] }, resume: "41" });
});

it("while it is away, listeners are told to ask every two seconds", () => {
  const live = connect();
  live.listen({ executions: ["e1"] }, (event) => heard.push(event));
  latest().breaks();
  vi.advanceTimersByTime(4_100);
  expect(heard.filter((event) => event.type === "poll")).toHaveLength(2);
});

it("it waits longer after each failure", () => {
  const live = connect();
  live.listen({}, () => {});
  for (const wait of [500, 1000, 2000]) {
    latest().breaks();
    vi.advanceTimersByTime(wait - 1);
    const before = sockets.length;
    vi.advanceTimersByTime(1);
    expect(sockets.length).toBe(before + 1);
  }
});

it("a ping is nobody's business", () => {
  const live = connect();
  live.listen({ executions: "all" }, (event) => heard.push(event));
  latest().opens();
  heard.length = 0;
  latest().says({ type: "ping" });
  expect(heard).toEqual([]);
});

it("a listener that is gone hears nothing more", () => {
  const live = connect();
  const leave = live.listen({ executions: ["e1"] }, (event) => heard.push(event));
  latest().opens();
  heard.length = 0;
  leave();
  latest().says(log("9"));
  expect(heard).toEqual([]);
});

it("when the session has ended it says so", () => {
  connect().listen({}, () => {});
  latest().breaks(4401);
  expect(signedOut).toHaveBeenCalledOnce();
});
