import { type ConfiguredScript, configured } from "../core/configured";
import { type Problem, sentence } from "../core/errors";
import { IDLE, type RunState, refused } from "../core/state";
import type { Id } from "../core/types";
import { type Place, moreIn, stateIn, troubleIn } from "../wording";
import { type Language, WORDS, type Words } from "../words";
import { Bar, edgeOf } from "./bar";
import { type ButtonHooks, ButtonView } from "./button";
import { make, set } from "./dom";

/** All that an element shows: two bars with the page's content between them, and what is said aloud. */
export class PageView {
  readonly nodes: Node[];
  readonly #bars = { top: new Bar("top"), bottom: new Bar("bottom") };
  readonly #announcer = make("div", { class: "announcer", role: "status", "aria-live": "polite" });
  readonly #views = new Map<Id, ButtonView>();
  readonly #said = new Map<Id, RunState["phase"]>();
  #shown: ConfiguredScript[] = [];

  constructor(private readonly hooks: ButtonHooks) {
    this.nodes = [this.#bars.top.root, make("slot"), this.#bars.bottom.root, this.#announcer];
  }

  show(buttons: ConfiguredScript[], language: Language, place: Place): void {
    const words = WORDS[language];
    for (const part of [this.#bars.top.root, this.#bars.bottom.root, this.#announcer]) set(part, "lang", language);
    this.#shown = buttons;
    for (const id of this.#views.keys()) if (!buttons.some(({ config_id }) => config_id === id)) this.#views.delete(id);
    for (const button of buttons) {
      const view = this.#views.get(button.config_id) ?? new ButtonView(button, this.hooks);
      this.#views.set(button.config_id, view);
      view.update(withReason(button), words, place, buttons.length > 1);
      this.#announce(button, words, place);
    }
    for (const edge of ["top", "bottom"] as const)
      this.#bars[edge].fill(buttons.filter(({ position }) => edgeOf(position) === edge), this.#views, words);
  }

  /** One more second has passed. */
  tick(words: Words): void {
    for (const { config_id, state } of this.#shown) if (state.phase === "running") this.#views.get(config_id)?.line.tick(state, words);
  }

  get isRunning(): boolean {
    return this.#shown.some(({ state }) => state.phase === "running");
  }

  /** A change of state is said once; seconds and progress are not. */
  #announce({ config_id, state, button_text }: ConfiguredScript, words: Words, place: Place): void {
    const before = this.#said.get(config_id) ?? "idle";
    this.#said.set(config_id, state.phase);
    if (before === state.phase || state.phase === "idle" || state.phase === "sending") return;
    const what = state.phase === "running" ? words.running("") : stateIn(words, state, Date.now());
    const more = state.phase === "running" ? "" : moreIn(words, place, state);
    this.#announcer.textContent = [button_text, what.trim(), more].filter(Boolean).join(": ");
  }
}

/** A button that cannot be pressed tells why without being pressed. */
function withReason(button: ConfiguredScript): ConfiguredScript {
  if (button.is_active || button.state.phase !== "idle") return button;
  const { problem } = button.config;
  return { ...button, state: refused(IDLE, "inactive", problem ? sentence(problem) : "") };
}

/** The button that stands where none could be fetched. */
export function troubleButton(words: Words, place: Place, problem: Problem): ConfiguredScript {
  const { code } = problem;
  const reason = [troubleIn(words, place, code, sentence(problem)), code === "unreachable" ? words.retrying : ""].filter(Boolean).join(" ");
  const config = { id: "trouble", script_id: null, page_route: "", button_text: words.scripts };
  return { ...configured(config, undefined, refused(IDLE, "unavailable", reason), "en"), is_active: false };
}
