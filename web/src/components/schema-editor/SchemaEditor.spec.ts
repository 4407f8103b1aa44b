import { mount } from "@vue/test-utils";
import { expect, it } from "vitest";
import SchemaEditor from "./SchemaEditor.vue";

const schema = { type: "object", properties: { a: { type: "string" }, b: { type: "integer", default: 1 } } };
const editor = () => mount(SchemaEditor, { props: { modelValue: schema } });
const last = (wrapper: ReturnType<typeof editor>) => wrapper.emitted("update:modelValue")?.at(-1)?.[0] as { properties: object; required?: string[] };

it("a parameter moves with Alt and an arrow", async () => {
  const one = editor();
  await one.findAll("fieldset")[0]?.trigger("keydown", { key: "ArrowDown", altKey: true });
  expect(Object.keys(last(one).properties)).toEqual(["b", "a"]);
});

it("the first does not move further up", async () => {
  const one = editor();
  await one.findAll("fieldset")[0]?.trigger("keydown", { key: "ArrowUp", altKey: true });
  expect(one.emitted("update:modelValue")).toBeUndefined();
});

it("a new one says that it needs a name", async () => {
  const one = editor();
  await one.find(".add").trigger("click");
  expect(one.findAll("fieldset")).toHaveLength(3);
  expect(one.find(".message").text()).toBe("It needs a name.");
});

it("a removed one is gone from the schema", async () => {
  const one = editor();
  await one.find('[aria-label="Remove a"]').trigger("click");
  expect(Object.keys(last(one).properties)).toEqual(["b"]);
});
