import { mount } from "@vue/test-utils";
import { expect, it } from "vitest";
import ListTable from "./ListTable.vue";

it("heads its rows with the columns, also with those whose title is not seen", () => {
  const columns = [{ title: "On", width: "60px", unseen: true }, { title: "Name" }];
  const table = mount(ListTable, { props: { columns }, slots: { default: "<tbody><tr><td>a</td></tr></tbody>" } });
  const heads = table.findAll("thead th[scope=col]");
  expect(heads.map((head) => head.text())).toEqual(["On", "Name"]);
  expect(heads.map((head) => (head.element as HTMLElement).style.getPropertyValue("--width"))).toEqual(["60px", ""]);
  expect(heads.map((head) => head.find(".visually-hidden").exists())).toEqual([true, false]);
  expect(table.find("tbody td").text()).toBe("a");
});

it("lets a column show something else than its title", () => {
  const columns = [{ title: "All", name: "all" }, { title: "Name" }];
  const table = mount(ListTable, { props: { columns }, slots: { all: '<template #all="{ title }"><input :aria-label="title"></template>' } });
  expect(table.find("th input").attributes("aria-label")).toBe("All");
  expect(table.findAll("th").map((head) => head.text())).toEqual(["", "Name"]);
});
