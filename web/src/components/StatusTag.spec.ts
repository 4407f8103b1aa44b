import { mount } from "@vue/test-utils";
import { expect, it } from "vitest";
import { setLanguage } from "@/composables/useLanguage";
import StatusTag from "./StatusTag.vue";

it("a status is told by a word and an icon, not by colour alone", () => {
  const tag = mount(StatusTag, { props: { execution: { status: "failed" } } });
  expect(tag.text()).toBe("Failed");
  expect(tag.find("svg path").attributes("d")).toBeTruthy();
});

it("the word follows the language without a reload", async () => {
  const tag = mount(StatusTag, { props: { execution: { status: "timeout" } } });
  await setLanguage("zh", false);
  await tag.vm.$nextTick();
  expect(tag.text()).toBe("超时");
  await setLanguage("en", false);
});
