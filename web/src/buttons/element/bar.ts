import type { ConfiguredScript } from "../core/configured";
import type { Words } from "../words";
import type { ButtonView } from "./button";
import { make, say, set } from "./dom";

export type Edge = "top" | "bottom";
type Side = "left" | "center" | "right";
const SIDES: Side[] = ["left", "center", "right"];
/** More than these become one button on a phone. */
const FEW = 3;

export const edgeOf = (position: string): Edge => (position.includes("bottom") ? "bottom" : "top");
const sideOf = (position: string): Side => SIDES.find((side) => position.includes(side)) ?? "right";

/** The buttons above or below the content, at the left, in the middle and at the right; their lines under them. */
export class Bar {
  readonly root: HTMLElement;
  readonly #groups = new Map(SIDES.map((side) => [side, make("div", { class: `group ${side}`, part: "group" })]));
  readonly #lines = new Map(SIDES.map((side) => [side, make("div", { class: `lines start-${side}` })]));
  readonly #sheet = make("button", { type: "button", class: "button sheet", part: "button sheet", "aria-expanded": "false" });

  constructor(edge: Edge) {
    const groups = make("div", { class: "groups" }, ...this.#groups.values());
    this.root = make("div", { class: "bar", part: `bar ${edge}` }, this.#sheet, groups, ...this.#lines.values());
    this.#sheet.addEventListener("click", () => this.#open(!this.root.classList.contains("open")));
  }

  fill(buttons: ConfiguredScript[], views: Map<unknown, ButtonView>, words: Words): void {
    for (const side of SIDES) {
      const here = buttons.filter(({ position }) => sideOf(position) === side).map(({ config_id }) => views.get(config_id)!);
      arrange(this.#groups.get(side)!, here.map(({ root }) => root));
      arrange(this.#lines.get(side)!, here.map(({ line }) => line.root));
    }
    this.root.classList.toggle("many", buttons.length > FEW);
    say(this.#sheet, buttons.length > FEW ? words.actions(buttons.length) : "");
  }

  #open(open: boolean): void {
    this.root.classList.toggle("open", open);
    set(this.#sheet, "aria-expanded", String(open));
  }
}

/** Only what stands elsewhere is moved: to move a node takes the focus from it. */
function arrange(parent: HTMLElement, children: Node[]): void {
  const isSame = parent.childNodes.length === children.length && children.every((child, index) => parent.childNodes[index] === child);
  if (!isSame) parent.replaceChildren(...children);
}
