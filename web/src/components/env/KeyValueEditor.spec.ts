import { mount } from "@vue/test-utils";
import { expect, it } from "vitest";
import type { EnvRow } from "@/lib/env";
import KeyValueEditor from "./KeyValueEditor.vue";

function editor(...rows: [string, string][]) {
  const wrapper = mount(KeyValueEditor, {
    props: {
      modelValue: rows.map(([key, value]) => ({ key, value })),
      "onUpdate:modelValue": (modelValue: EnvRow[]) => wrapper.setProps({ modelValue }),
    },
  });
  return wrapper;
}
const keys = (wrapper: ReturnType<typeof editor>) => wrapper.props("modelValue").map((row) => row.key);

it("a name that is there twice is marked at both places", () => {
  const wrapper = editor(["A", "1"], ["A", "2"], ["B", "3"]);
  expect(wrapper.findAll(".message").map((one) => one.text())).toEqual(["This name is there twice.", "This name is there twice."]);
});

it("a whole .env file pasted into a name becomes rows", async () => {
  const wrapper = editor(["", ""]);
  const data = { getData: () => "HOST=db-1\nPORT=5432" };
  await wrapper.find(".key input").trigger("paste", { clipboardData: data });
  expect(wrapper.props("modelValue")).toEqual([{ key: "HOST", value: "db-1" }, { key: "PORT", value: "5432" }]);
});

it("rows move with Alt and the arrows", async () => {
  const wrapper = editor(["A", "1"], ["B", "2"]);
  await wrapper.findAll(".pair")[1]?.trigger("keydown", { key: "ArrowUp", altKey: true });
  expect(keys(wrapper)).toEqual(["B", "A"]);
});

it("a row is added and removed", async () => {
  const wrapper = editor(["A", "1"]);
  await wrapper.find("button.add").trigger("click");
  expect(keys(wrapper)).toEqual(["A", ""]);
  await wrapper.findAll(".pair button.link-button")[0]?.trigger("click");
  expect(keys(wrapper)).toEqual([""]);
});

it("the same variables may be edited as text", async () => {
  const wrapper = editor(["A", "two words"]);
  await wrapper.find("[aria-pressed]").trigger("click");
  const text = wrapper.find("textarea");
  expect(text.element.value).toBe('A="two words"');
  await text.setValue("A=1\nB=2");
  expect(keys(wrapper)).toEqual(["A", "B"]);
});

it("the value of a name that sounds secret is hidden", () => {
  const types = editor(["DB_PASSWORD", "x"], ["HOST", "y"]).findAll(".value input").map((input) => input.attributes("type"));
  expect(types).toEqual(["password", "text"]);
});
