import { expect, it, vi } from "vitest";
import { useBusy } from "./useBusy";

it("a double click does a thing once", async () => {
  const { busy, run } = useBusy();
  let finish = () => {};
  const action = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
  const first = run(action);
  void run(action);
  expect(busy.value).toBe(true);
  finish();
  await first;
  expect(action).toHaveBeenCalledOnce();
  expect(busy.value).toBe(false);
});

it("it may be pressed again after a failure", async () => {
  const { busy, run } = useBusy();
  await expect(run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(busy.value).toBe(false);
});
