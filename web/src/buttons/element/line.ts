import type { ConfiguredScript } from "../core/configured";
import type { RunState } from "../core/state";
import { type Place, isUnavailable, moreIn, stateIn } from "../wording";
import type { Words } from "../words";
import { make, say, set } from "./dom";
import { type Icon, icon } from "./icons";

const ICONS: Record<RunState["phase"], Icon> = {
  idle: "ring",
  sending: "ring",
  queued: "queued",
  running: "ring",
  done: "done",
  failed: "failed",
  refused: "blocked",
};
const ENDS = new Set<RunState["phase"]>(["done", "failed", "refused"]);

/** What one button is doing, or how it ended and why, in a line of its own: nothing on the page is pushed aside. */
export class LineView {
  readonly root = make("div", { class: "line", part: "status", hidden: true });
  readonly #icon = make("span", {});
  readonly #state = make("span", {});
  readonly #name = make("span", { class: "name" });
  readonly #bar = make("progress", { max: "100", hidden: true, part: "progress" });
  readonly #more = make("span", { class: "more", part: "message" });
  readonly #log = make("a", { target: "_blank", rel: "noopener noreferrer", part: "log", hidden: true });
  readonly #dismiss = make("button", { type: "button", class: "plain", hidden: true }, icon("close"));

  constructor(id: string, dismiss: () => void) {
    this.root.id = id;
    const state = make("span", { class: "state" }, this.#icon, this.#state);
    const tools = make("span", { class: "tools" }, this.#log, this.#dismiss);
    this.root.append(this.#name, state, this.#bar, this.#more, tools);
    this.#dismiss.addEventListener("click", dismiss);
  }

  update({ state, button_text }: ConfiguredScript, words: Words, place: Place, isOneOfMany: boolean): void {
    this.root.hidden = state.phase === "idle";
    this.#draw(state);
    say(this.#name, isOneOfMany ? button_text : "");
    say(this.#more, moreIn(words, place, state));
    this.tick(state, words);
    say(this.#log, state.logUrl && words.log);
    set(this.#log, "href", state.logUrl || undefined);
    set(this.#log, "aria-label", words.logOf(button_text));
    set(this.#bar, "aria-label", words.progressOf(button_text));
    set(this.#dismiss, "aria-label", words.dismiss(button_text));
    this.#dismiss.hidden = isUnavailable(state) || !ENDS.has(state.phase);
  }

  /** The time it has been running. */
  tick(state: RunState, words: Words): void {
    say(this.#state, stateIn(words, state, Date.now()));
  }

  #draw(state: RunState): void {
    const phase = state.code === "inactive" ? "inactive" : state.phase;
    if (this.root.dataset.phase !== phase) this.#icon.replaceChildren(icon(ICONS[state.phase]));
    this.root.dataset.phase = phase;
    this.root.toggleAttribute("data-retrying", state.retrying);
    this.#bar.hidden = state.phase !== "running" || state.progress === null;
    this.#bar.value = state.progress ?? 0;
  }
}
