import { describe, expect, it } from "vitest";
import type { PageButton } from "@/api/scriptTypes";
import { BLANK_BUTTON, definitionOf, filterButtons, groupByRoute, moved } from "./buttons";

const button = (id: number, page_route: string, display_order: number): PageButton => ({ ...BLANK_BUTTON, id, page_route, display_order, button_text: `b${id}`, script_name: null });
const ids = (buttons: PageButton[]) => buttons.map((one) => one.id);

it("buttons stand below their route, in their order", () => {
  const groups = groupByRoute([button(3, "/b", 2), button(1, "/a", 5), button(2, "/b", 1)]);
  expect(groups.map((group) => [group.route, ids(group.buttons)])).toEqual([["/a", [1]], ["/b", [2, 3]]]);
});

describe("a button that moves", () => {
  const group = [button(1, "/a", 1), button(2, "/a", 2), button(3, "/a", 2)];

  it("changes places, and equal orders become different ones", () =>
    expect(moved(group, 2, -1).map((one) => [one.id, one.display_order])).toEqual([[2, 3]]));
  it("stays where there is no place to go", () => expect([moved(group, 0, -1), moved(group, 2, 1)]).toEqual([[], []]));
});

it("what the server adds to a button is not sent back", () =>
  expect(Object.keys(definitionOf(button(1, "/a", 1)))).toEqual(Object.keys(BLANK_BUTTON)));

it("buttons are found by what they say, run and where they are", () => {
  const all = [button(1, "/scan", 1), { ...button(2, "/b", 1), is_enabled: false }];
  const find = (q: string, state = "") => ids(filterButtons(all, q, state, (one) => (one.id === 2 ? "print_test" : "")));
  expect([find("SCAN"), find("print"), find("b2"), find("", "off"), find("zzz")]).toEqual([[1], [2], [2], [2], []]);
});
