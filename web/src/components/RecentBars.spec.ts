import { mount } from "@vue/test-utils";
import { expect, it } from "vitest";
import type { RecentExecution } from "@/api/types";
import RecentBars from "./RecentBars.vue";

const run = (status: RecentExecution["status"], id: string): RecentExecution => ({
  execution_id: id, status, duration: 10, created_at: "2026-11-22T00:00:00Z",
});

it("bars differ by shape: a failure has a cross, a skipped run is hollow", () => {
  const bars = mount(RecentBars, { props: { recent: [run("success", "a"), run("failed", "b"), run("skipped", "c")] } });
  expect(bars.find(".success .solid").exists()).toBe(true);
  expect(bars.find(".bad .cross").exists()).toBe(true);
  expect(bars.find(".quiet .hollow").exists()).toBe(true);
});

it("the bars are told in words as well", () => {
  const bars = mount(RecentBars, { props: { recent: [run("success", "a"), run("success", "b"), run("failed", "c")] } });
  expect(bars.attributes("aria-label")).toBe("Recent executions: 2 × Success, 1 × Failed");
  expect(mount(RecentBars, { props: { recent: [] } }).attributes("aria-label")).toBe("Never ran");
});
