import { asksFirst, type ConfiguredScript, confirmationOf } from "../core/configured";
import type { ScriptManager } from "../core/manager";
import type { Id, PageScripts, RunDetail } from "../core/types";
import { type Language, WORDS, type Words, languageOf } from "../words";
import type { Place } from "../wording";
import { AskDialog, type Verdict } from "./dialog";
import { managerFor } from "./managerFor";
import { styleSheet } from "./styles";
import { PageView, troubleButton } from "./view";

/** Served to a parser that knows no elements, such as a server that draws pages. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * `<watchbell-buttons page-route base-url key language position theme>`: the buttons of one page.
 * Tells `watchbell:started` and `watchbell:finished` (bubbling, composed) with RunDetail.
 */
export class WatchbellButtons extends Base {
  static readonly observedAttributes = ["page-route", "base-url", "key", "language", "position"];
  readonly #view: PageView;
  #manager: ScriptManager | null = null;
  #given: ScriptManager | null = null;
  #preview: PageScripts | null = null;
  #isDue = false;
  #unlisten = () => {};
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [styleSheet()];
    this.#view = new PageView({ pressed: (button) => this.#pressed(button), dismissed: ({ config_id }) => this.#manager?.dismiss(config_id) });
    root.append(...this.#view.nodes);
  }

  /** The manager of a Vue page, which then loads and ends by itself; null: one of our own, made from the attributes. */
  get manager(): ScriptManager | null {
    return this.#manager;
  }
  set manager(manager: ScriptManager | null) {
    this.#given = manager;
    this.#restart();
  }

  /** Buttons to be shown as they would look; nothing is asked of a server. */
  get preview(): PageScripts | null {
    return this.#preview;
  }
  set preview(page: PageScripts | null) {
    this.#preview = page;
    this.#restart();
  }

  get language(): Language {
    return languageOf(this.getAttribute("language"), this);
  }

  /** Fetches the buttons again. */
  async reload(): Promise<void> {
    await this.#manager?.load();
  }

  /** Does what a click on this button does: asks where it is configured so, then runs. */
  press(button: Id): void {
    const found = this.#manager?.buttons.find(({ config_id }) => config_id === button);
    if (found?.is_active && !found.loading) this.#pressed(found);
  }

  connectedCallback(): void {
    this.#restart();
  }

  disconnectedCallback(): void {
    this.#release();
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now || !this.isConnected) return;
    if (name === "position" || name === "language") this.#draw();
    else this.#restart();
  }

  get #words(): Words {
    return WORDS[this.language];
  }

  get #place(): Place {
    const server = new URL(this.getAttribute("base-url") || location.href, location.href);
    return { host: server.host };
  }

  /** Once for all attributes and properties that are set in one go. */
  #restart(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      if (this.isConnected) this.#begin();
    });
  }

  #begin(): void {
    this.#release();
    const manager = this.#given ?? managerFor(this, this.#preview);
    this.#manager = manager;
    this.#unlisten = manager.listen({
      changed: () => this.#draw(),
      started: (detail) => this.#tell("watchbell:started", detail),
      finished: (detail) => this.#tell("watchbell:finished", detail),
    });
    this.#draw();
    if (!this.#given) void manager.load();
  }

  #release(): void {
    this.#unlisten();
    clearInterval(this.#clock);
    this.#clock = undefined;
    if (this.#manager !== this.#given) this.#manager?.stop();
    this.#manager = null;
    this.shadowRoot?.querySelector("dialog")?.remove();
  }

  #draw(): void {
    const manager = this.#manager;
    if (!manager) return;
    const wanted = this.getAttribute("position");
    const buttons = manager.buttons.filter(({ position }) => !wanted || position === wanted);
    const shown = manager.trouble && !manager.loaded ? [troubleButton(this.#words, this.#place, manager.trouble)] : buttons;
    this.#view.show(shown, this.language, this.#place);
    this.#keepTime();
  }

  #keepTime(): void {
    if (this.#view.isRunning) this.#clock ??= setInterval(() => this.#view.tick(this.#words), 1000);
    else {
      clearInterval(this.#clock);
      this.#clock = undefined;
    }
  }

  #pressed(button: ConfiguredScript): void {
    if (!asksFirst(button) && !confirmationOf(button.config, this.language)) void this.#manager?.press(button.config_id);
    else new AskDialog(button, this.language, this.#words, (parameters) => this.#accepted(button, parameters)).openIn(this.shadowRoot!);
  }

  /** Resolves as soon as it is known whether the run was accepted; the run itself goes on. */
  #accepted({ config_id }: ConfiguredScript, parameters: Parameters<ScriptManager["press"]>[1]): Promise<Verdict> {
    const manager = this.#manager;
    return new Promise((resolve) => {
      if (!manager) return resolve(null);
      const settle = () => {
        const state = manager.buttons.find((one) => one.config_id === config_id)?.state;
        if (state?.phase === "sending") return;
        unlisten();
        const isWrong = state?.phase === "refused" && Object.keys(state.problems).length > 0;
        resolve(isWrong ? { problems: state.problems, reason: state.error } : null);
      };
      const unlisten = manager.listen({ changed: settle });
      void manager.press(config_id, parameters);
    });
  }

  #tell(name: string, detail: RunDetail): void {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }
}
