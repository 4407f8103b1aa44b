import { mount } from "@vue/test-utils";
import { expect, it } from "vitest";
import SchemaForm from "./SchemaForm.vue";

const schema = { type: "object", required: ["day"], properties: { day: { type: "string", title: "Day" }, hosts: { type: "array", items: { type: "string" }, title: "Hosts" } } };

it("each field has a label", async () => {
  const form = mount(SchemaForm, { props: { schema, modelValue: {} } });
  await form.vm.$nextTick();
  for (const label of form.findAll("label")) expect(form.find(`#${label.attributes("for")}`).exists()).toBe(true);
});

it("an emptied field is left out, so that the default applies", async () => {
  const form = mount(SchemaForm, { props: { schema, modelValue: { day: "x" } } });
  await form.find("input").setValue("");
  expect(form.emitted("update:modelValue")).toEqual([[{}]]);
});

it("a list is typed one entry each line", async () => {
  const form = mount(SchemaForm, { props: { schema, modelValue: {} } });
  await form.find("textarea").setValue("a\nb c");
  expect(form.emitted("update:modelValue")).toEqual([[{ hosts: ["a", "b c"] }]]);
});

it("what the server refuses stands beside its field", () => {
  const form = mount(SchemaForm, { props: { schema, modelValue: {}, errors: { day: "Not a day." } } });
  expect(form.find(".message").text()).toBe("Not a day.");
  expect(form.find("input").attributes("aria-describedby")).toContain(form.find(".message").attributes("id"));
});
