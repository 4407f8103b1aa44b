import { mount } from "@vue/test-utils";
import { expect, it } from "vitest";
import UserText from "./UserText.vue";

it("keeps a name that turns directions apart from what stands beside it", () => {
  const shown = mount(UserText, { props: { text: "a\u202Eb" } });
  expect(shown.element.tagName).toBe("BDI");
  expect(shown.text()).toBe("a[U+202E]b");
});
