import { mount } from "@vue/test-utils";
import { expect, it } from "vitest";
import CronField from "./CronField.vue";

const refused = {
  code: "cron_out_of_range", message: "hour: 61 at column 3 is outside 0-23.", hint: "Use 0-23.", field: "expression", values: { position: 3 },
};

it("a mistake is told in words, with the way out, and pointed at", () => {
  const field = mount(CronField, { props: { modelValue: "0 61 * * *", error: refused } });
  expect(field.find(".message").text()).toBe("hour: 61 at column 3 is outside 0-23. Use 0-23.");
  expect(field.find(".pointer").text()).toBe("0 61 * * *\n  ^");
  expect(field.find(".parts .bad").text()).toBe("hour");
  expect(field.find("input").attributes("aria-invalid")).toBe("true");
});

it("a template writes its expression into the text field", async () => {
  const field = mount(CronField, { props: { modelValue: "" } });
  const daily = field.findAll("button.chip").find((chip) => chip.text() === "Daily 03:00");
  await daily?.trigger("click");
  expect(field.emitted("update:modelValue")).toEqual([["0 3 * * *"]]);
});

it("it warns when day and weekday are both given", () => {
  expect(mount(CronField, { props: { modelValue: "0 3 1 * 1" } }).find(".note").exists()).toBe(true);
  expect(mount(CronField, { props: { modelValue: "0 3 1 * *" } }).find(".note").exists()).toBe(false);
});
