import { mount } from "@vue/test-utils";
import { expect, it } from "vitest";
import type { Row } from "@/lib/logBook";
import LogRow from "./LogRow.vue";

const row = (text: string): Row => ({
  line: 812, time: "2026-11-22T03:00:40.913Z", stream: "stderr", level: "error", text, start: 0, offset: 0, pieces: 1, cut: false,
});
const show = (text: string, more: object = {}) =>
  mount(LogRow, { props: { row: row(text), line: 812, term: "", stamps: false, zone: "Asia/Shanghai", chosen: false, ...more } });

it("markup in a log is text", () => {
  const shown = show('<img src=x onerror="alert(1)">');
  expect(shown.find("img").exists()).toBe(false);
  expect(shown.find(".text").text()).toBe('<img src=x onerror="alert(1)">');
});

it("colours are class names, never styles", () => {
  const shown = show("\x1b[38;2;255;0;0mred\x1b[0m");
  expect(shown.find(".text .ansi-red-fg").text()).toBe("red");
  expect(shown.html()).not.toContain("style=");
});

it("a match is marked", () => expect(show("no route to host", { term: "ROUTE" }).find("mark").text()).toBe("route"));

it("the time is shown in the zone, and is not copied with the text", () => {
  const shown = show("x", { stamps: true });
  expect(shown.find(".stamp").attributes("data-stamp")).toBe("11:00:40.913");
  expect(shown.text()).toBe("x");
});

it("its number can be chosen, and a range with Shift", async () => {
  const shown = show("x");
  await shown.find("a.number").trigger("click", { shiftKey: true });
  expect(shown.emitted("choose")).toEqual([[812, true]]);
});
