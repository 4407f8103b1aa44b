import { expect, it } from "vitest";
import { describeCron } from "./describe";

it("a cron expression is told in both languages", () => {
  expect(describeCron("*/5 * * * *", "en")).toBe("Every 5 minutes");
  expect(describeCron("*/5 * * * *", "zh")).toBe("每隔 5 分钟");
});

it("7 and 0 are both Sunday", () => expect(describeCron("0 0 * * 7", "en")).toBe(describeCron("0 0 * * 0", "en")));

it("what is not understood is shown as it is", () => expect(describeCron("nonsense", "en")).toBe("nonsense"));
