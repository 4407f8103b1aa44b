import { expect, it } from "vitest";
import { deletionOrder, forEachOf } from "./bulk";

const task = (task_id: string, ...dependents: string[]) => ({ task_id, dependents });

it("what others depend on is deleted after them", () => {
  const order = deletionOrder([task("base", "middle"), task("middle", "top"), task("top", "elsewhere"), task("alone")]);
  expect(order.map((one) => one.task_id)).toEqual(["top", "alone", "middle", "base"]);
});

it("a circle is no reason to wait for ever", () => expect(deletionOrder([task("a", "b"), task("b", "a")])).toHaveLength(2));

it("a few are done at a time, and a failure stops no other", async () => {
  let now = 0;
  let most = 0;
  const done: number[] = [];
  await forEachOf([1, 2, 3, 4, 5], 2, async (n) => {
    most = Math.max(most, ++now);
    await Promise.resolve();
    now--;
    if (n === 2) throw new Error("no");
    done.push(n);
  });
  expect(most).toBe(2);
  expect(done.sort()).toEqual([1, 3, 4, 5]);
});
