import type { ConfiguredScript } from "../core/configured";
import { isBusy } from "../core/state";
import type { Place } from "../wording";
import type { Words } from "../words";
import { make, say, set } from "./dom";
import { icon } from "./icons";
import { LineView } from "./line";

const COLOURS = new Set(["primary", "success", "warning", "danger", "info"]);
const SIZES = new Set(["large", "small"]);

/** The looks of a button in the words of Element Plus; what we do not know does nothing. */
export function classesOf({ type, size, plain, round }: ConfiguredScript["button_style"]): string {
  const colour = COLOURS.has(type) ? `${type} ${plain ? "outlined" : "filled"}` : type === "text" || type === "link" ? "text" : "";
  return ["button", colour, SIZES.has(size) ? size : "", round ? "round" : ""].filter(Boolean).join(" ");
}

export interface ButtonHooks {
  pressed(button: ConfiguredScript): void;
  dismissed(button: ConfiguredScript): void;
}

/** One button and its line. The nodes stay while states change, and with them the focus. */
export class ButtonView {
  readonly root: HTMLButtonElement;
  readonly line: LineView;
  readonly #text = make("span", {});
  readonly #ring = make("span", { hidden: true }, icon("ring"));
  #button: ConfiguredScript;

  constructor(button: ConfiguredScript, hooks: ButtonHooks) {
    this.#button = button;
    const line = `line-${button.config_id}`;
    this.line = new LineView(line, () => hooks.dismissed(this.#button));
    this.root = make("button", { type: "button", "aria-describedby": line }, this.#ring, this.#text);
    this.root.addEventListener("click", () => {
      if (this.root.ariaDisabled !== "true") hooks.pressed(this.#button);
    });
  }

  update(button: ConfiguredScript, words: Words, place: Place, isOneOfMany: boolean): void {
    this.#button = button;
    const { type } = button.button_style;
    const busy = isBusy(button.state);
    set(this.root, "class", classesOf(button.button_style));
    set(this.root, "part", `button button-${COLOURS.has(type) ? type : "default"}`);
    // Not `disabled`: that would take the focus away in the middle, and hide the reason from the keyboard.
    set(this.root, "aria-disabled", busy || !button.is_active ? "true" : undefined);
    set(this.root, "aria-busy", busy ? "true" : undefined);
    set(this.root, "title", button.description || undefined);
    this.#ring.hidden = !busy;
    say(this.#text, button.button_text);
    this.line.update(button, words, place, isOneOfMany);
  }
}
