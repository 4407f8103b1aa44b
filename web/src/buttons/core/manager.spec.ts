import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeClient, QUICK, button, done, pageOf, run } from "../testing";
import { Refused, Unreachable } from "./errors";
import { ScriptManager } from "./manager";

const managerOf = (client: FakeClient) =>
  new ScriptManager({ client, pageRoute: "/x", language: () => "en", pace: QUICK, storage: sessionStorage });

beforeEach(() => sessionStorage.clear());

describe("the buttons of a page", () => {
  it("come in their order, without those that are switched off, each with its script", async () => {
    const client = new FakeClient();
    client.page = pageOf(button({ id: 1, display_order: 2 }), button({ id: 2, display_order: 1 }), button({ id: 3, is_enabled: false }));
    const manager = managerOf(client);
    await manager.load();
    expect(manager.buttons.map(({ config_id, name, button_text }) => [config_id, name, button_text])).toEqual([
      [2, "print_test_script", "Run it"],
      [1, "print_test_script", "Run it"],
    ]);
  });

  it("are waited for while the server is away", async () => {
    const client = new FakeClient();
    const load = vi.spyOn(client, "load").mockRejectedValueOnce(new Unreachable("away"));
    const manager = managerOf(client);
    const troubles: unknown[] = [];
    manager.listen({ changed: () => troubles.push(manager.trouble?.code) });
    await manager.load();
    expect(load).toHaveBeenCalledTimes(2);
    expect(troubles).toEqual(["unreachable", undefined]);
  });

  it("are not asked for again where they are refused", async () => {
    const client = new FakeClient();
    const load = vi.spyOn(client, "load").mockRejectedValue(new Refused(403, { code: "button_of_other_page", message: "No." }));
    const manager = managerOf(client);
    await manager.load();
    expect(load).toHaveBeenCalledOnce();
    expect(manager.trouble?.message).toBe("No.");
  });

  it("show the run that the server says is going on", async () => {
    const client = new FakeClient();
    client.page = pageOf(button({ running: "e5" }));
    const manager = managerOf(client);
    const finished = new Promise((resolve) => manager.listen({ finished: resolve }));
    await manager.load();
    expect(await finished).toMatchObject({ execution_id: "e5" });
  });

  it("find a run again that ended while the page was reloaded, once", async () => {
    const client = new FakeClient();
    client.streams.push([run(), new Unreachable("the page is left")]);
    const before = managerOf(client);
    before.listen({ changed: () => before.buttons[0]?.state.phase === "running" && before.stop() });
    await before.load();
    await before.press(1);
    expect(sessionStorage).toHaveLength(1);
    client.streams.push([done()]);
    const after = managerOf(client);
    const finished = new Promise((resolve) => after.listen({ finished: resolve }));
    await after.load();
    expect(await finished).toMatchObject({ execution_id: "e1", status: "success" });
    expect(sessionStorage).toHaveLength(0);
  });

  it("go on when a listener of the page throws", async () => {
    const client = new FakeClient();
    const manager = managerOf(client);
    const report = vi.fn();
    vi.stubGlobal("reportError", report);
    manager.listen({ finished: () => { throw new Error("of the page"); } });
    await manager.load();
    await manager.press(1);
    expect(manager.buttons[0]?.state.phase).toBe("done");
    expect(report).toHaveBeenCalledOnce();
    vi.unstubAllGlobals();
  });
});
