// The server of these specs is FAKE: fetch answers what the spec says.
import { flushPromises, mount } from "@vue/test-utils";
import { afterEach, beforeEach, expect, expectTypeOf, it, vi } from "vitest";
import { h } from "vue";
import { button, done, pageOf } from "../testing";
import { ScriptButtons, ScriptManagerLayout, useScriptManager } from "./index";
import type * as Declared from "./watchbell-vue";

const json = (body: unknown) => Promise.resolve(new Response(JSON.stringify(body)));
const pressed: unknown[] = [];

beforeEach(() => {
  pressed.length = 0;
  vi.stubGlobal("fetch", (url: URL, init: RequestInit) => {
    if (url.pathname.endsWith("/scripts")) return json(pageOf(button(), button({ id: 2, position: "bottom-left" })));
    if (url.pathname.endsWith("/execute-script")) {
      pressed.push(JSON.parse(String(init.body)));
      return json({ execution_id: "e1" });
    }
    if (url.pathname.endsWith("/stream")) return Promise.resolve(new Response(null, { status: 501 }));
    return json(done());
  });
});
afterEach(() => vi.unstubAllGlobals());

it("the layout of the seed gives its page scripts, buttons and a call when data is new", async () => {
  const layout = mount(ScriptManagerLayout, { props: { pageRoute: "/x" }, slots: { default: () => h("p", "the page") }, attachTo: document.body });
  await flushPromises();
  const parts = layout.vm as unknown as Record<"availableScripts" | "pageConfigs" | "allConfiguredScripts", { name: string; tasks: [] }[]> & Declared.ScriptManagerParts;
  expect(parts.availableScripts).toHaveLength(1);
  expect(parts.pageConfigs).toHaveLength(2);
  const refreshed = vi.fn();
  const end = parts.onDataRefresh(refreshed);
  const [script] = parts.allConfiguredScripts as unknown as Declared.ConfiguredScript[];
  await parts.executeScript(script!, script!.tasks[0]!);
  expect(refreshed).toHaveBeenCalledWith({ execution_id: "e1", status: "success", result: { rows: 3 } });
  expect(pressed).toEqual([{ button_id: 1, parameters: {}, page_context: "/x" }]);
  expect(layout.emitted("finished")).toHaveLength(1);
  end();
  await parts.executeScript(script!, null, { days: 3 });
  expect(refreshed).toHaveBeenCalledOnce();
  expect(layout.text()).toContain("the page");
  layout.unmount();
});

it("a page draws the buttons of a position in its own way", async () => {
  const drawn = mount(ScriptButtons, {
    props: { pageRoute: "/x", position: "bottom-left" },
    slots: { default: ({ script, execute }) => h("button", { class: "own", disabled: script.loading, onClick: execute }, script.button_text) },
    attachTo: document.body,
  });
  await flushPromises();
  await drawn.get("button.own").trigger("click");
  await flushPromises();
  expect(pressed).toMatchObject([{ button_id: 2 }]);
  drawn.unmount();
});

it("the types beside the module are those of its parts", () => {
  expectTypeOf<ReturnType<typeof useScriptManager>>().toExtend<Declared.UsedScriptManager>();
  expectTypeOf<Parameters<typeof useScriptManager>>().toEqualTypeOf<Parameters<typeof Declared.useScriptManager>>();
});
