import { mount } from "@vue/test-utils";
import { expect, it } from "vitest";
import MenuButton from "./MenuButton.vue";

const items = [{ value: "edit", label: "Edit" }, { value: "remove", label: "Delete", divided: true }];
async function open() {
  const menu = mount(MenuButton, { props: { label: "More", items }, attachTo: document.body });
  await menu.find("button").trigger("click");
  await menu.vm.$nextTick();
  return menu;
}

it("opens with the first entry in focus and walks by arrow keys, round the end", async () => {
  const menu = await open();
  expect(document.activeElement?.textContent).toBe("Edit");
  await menu.find("ul").trigger("keydown", { key: "ArrowUp" });
  expect(document.activeElement?.textContent).toBe("Delete");
  menu.unmount();
});

it("a choice closes it and gives the focus back", async () => {
  const menu = await open();
  await menu.findAll("[role=menuitem]")[1]?.trigger("click");
  expect(menu.emitted("choose")).toEqual([["remove"]]);
  expect(menu.find("ul").exists()).toBe(false);
  expect(document.activeElement).toBe(menu.find("button").element);
  menu.unmount();
});

it("Escape closes it without a choice", async () => {
  const menu = await open();
  await menu.find("ul").trigger("keydown", { key: "Escape" });
  expect(menu.find("ul").exists()).toBe(false);
  expect(menu.emitted("choose")).toBeUndefined();
  menu.unmount();
});
