import { describe, expect, it, vi } from "vitest";
import { FakeClient, QUICK, done, failed, run } from "../testing";
import { Refused, Unreachable } from "./errors";
import { Run } from "./run";

function started(client: FakeClient) {
  const hooks = { changed: vi.fn(), started: vi.fn(), finished: vi.fn() };
  const one = new Run(client, { button_id: 1 }, "/x", hooks, QUICK);
  const phases = () => [...new Set(hooks.changed.mock.calls.map(([state]) => state.phase))];
  return { one, hooks, phases };
}

describe("a press", () => {
  it("goes from the click to the result, and tells both ends", async () => {
    const client = new FakeClient();
    client.streams.push([run({ status: "pending", queue_position: 2 }), run(), done()]);
    const { one, hooks, phases } = started(client);
    await one.press({ days: 3 });
    expect(phases()).toEqual(["sending", "queued", "running", "done"]);
    expect(client.given).toEqual([[{ button_id: 1 }, { days: 3 }]]);
    expect(hooks.started).toHaveBeenCalledOnce();
    expect(hooks.finished).toHaveBeenCalledOnce();
  });

  it("is one, however often the button is clicked", async () => {
    const client = new FakeClient();
    const { one } = started(client);
    await Promise.all([one.press({}), one.press({}), one.press({})]);
    expect(client.keys).toHaveLength(1);
  });

  it("is sent again with the same key when no answer came, and says that it is tried", async () => {
    const client = new FakeClient();
    client.presses.push(new Unreachable("cut"), new Unreachable("cut"), "e1");
    const { one, hooks } = started(client);
    await one.press({});
    expect(new Set(client.keys).size).toBe(1);
    expect(client.keys).toHaveLength(3);
    expect(hooks.changed.mock.calls.some(([state]) => state.phase === "sending" && state.retrying)).toBe(true);
    expect(one.state.phase).toBe("done");
  });

  it("keeps its key for the next click when nobody answered at all, and changes it for another wish", async () => {
    const client = new FakeClient();
    client.presses.push(...Array.from({ length: 400 }, () => new Unreachable("cut")));
    const { one } = started(client);
    await one.press({ days: 1 });
    expect(one.state).toMatchObject({ phase: "refused", code: "unreachable" });
    client.presses.length = 0;
    const [first] = client.keys;
    await one.press({ days: 1 });
    expect(client.keys.at(-1)).toBe(first);
    await one.press({ days: 1 });
    expect(client.keys.at(-1)).not.toBe(first);
  });

  it("that is refused tells why, and for which parameter", async () => {
    const client = new FakeClient();
    const problem = { code: "invalid", message: "At least 1.", hint: null, field: "parameters.days" };
    client.presses.push(new Refused(422, problem));
    const { one, hooks } = started(client);
    await one.press({ days: 0 });
    expect(one.state).toMatchObject({ phase: "refused", error: "At least 1.", problems: { days: "At least 1." } });
    expect(hooks.started).not.toHaveBeenCalled();
  });

  it("that fails tells the page so", async () => {
    const client = new FakeClient();
    client.streams.push([failed()]);
    const { one, hooks } = started(client);
    await one.press({});
    expect(hooks.finished.mock.calls[0]?.[0]).toMatchObject({ phase: "failed", status: "failed" });
  });
});

describe("a run of before the reload", () => {
  it("is followed to its end", async () => {
    const client = new FakeClient();
    const { one, hooks } = started(client);
    await one.resume("e9");
    expect(one.state).toMatchObject({ phase: "done", executionId: "e9" });
    expect(hooks.finished).toHaveBeenCalledOnce();
  });

  it("that is gone is forgotten without a word", async () => {
    const client = new FakeClient();
    const gone = new Refused(404, { code: "not_found", message: "" });
    client.streams.push([gone]);
    client.answers.push(gone);
    const { one, hooks } = started(client);
    await one.resume("e9");
    expect(one.state.phase).toBe("idle");
    expect(hooks.finished).not.toHaveBeenCalled();
  });
});
