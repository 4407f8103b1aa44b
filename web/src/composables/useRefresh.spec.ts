import { effectScope } from "vue";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { LiveEvent } from "@/api/live";
import { useRefresh } from "./useRefresh";

let tell: (event: LiveEvent) => void;
vi.mock("./useLive", () => ({ useLiveEvents: (_topics: unknown, handler: typeof tell) => (tell = handler) }));

const refresh = vi.fn();
const hide = (hidden: boolean) => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
};
let scope: ReturnType<typeof effectScope>;

beforeEach(() => {
  vi.useFakeTimers();
  refresh.mockReset();
  scope = effectScope();
  scope.run(() => useRefresh({}, refresh, (event) => event.type === "task"));
});
afterEach(() => {
  scope.stop();
  hide(false);
  vi.useRealTimers();
});

it("a storm of events refreshes once a second", () => {
  for (let n = 0; n < 50; n += 1) {
    tell({ type: "task", task_id: "t" });
    vi.advanceTimersByTime(20);
  }
  expect(refresh.mock.calls.length).toBeLessThanOrEqual(2);
});

it("what does not matter refreshes nothing, a gap always does", () => {
  tell({ type: "log", execution_id: "e", log_bytes: 1 });
  vi.advanceTimersByTime(2000);
  expect(refresh).not.toHaveBeenCalled();
  tell({ type: "reset" });
  vi.advanceTimersByTime(0);
  expect(refresh).toHaveBeenCalledOnce();
});

it("a hidden tab waits until it is looked at", () => {
  hide(true);
  tell({ type: "task", task_id: "t" });
  vi.advanceTimersByTime(5000);
  expect(refresh).not.toHaveBeenCalled();
  hide(false);
  vi.advanceTimersByTime(1000);
  expect(refresh).toHaveBeenCalledOnce();
});
