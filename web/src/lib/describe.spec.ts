import { expect, it } from "vitest";
import { describeCron } from "./describe";

it("a cron expression is told in both languages", () => {
  expect(describeCron("*/5 * * * *", "en")).toBe("Every 5 minutes");
  expect(describeCron("*/5 * * * *", "zh")).toBe("每隔 5 分钟");
});

it("a time of day is told as daily", () => {
  expect(describeCron("0 3 * * *", "en")).toBe("Daily 03:00");
  expect(describeCron("0 3 * * *", "zh")).toBe("每天 03:00");
  expect(describeCron("0 6 * * 1-5", "zh")).toBe("06:00，星期一至星期五");
});

it("7 and 0 are both Sunday", () => expect(describeCron("0 0 * * 7", "en")).toBe(describeCron("0 0 * * 0", "en")));

it("what is not understood is shown as it is", () => expect(describeCron("nonsense", "en")).toBe("nonsense"));
