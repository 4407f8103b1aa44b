import type { ConfiguredScript } from "../core/configured";
import { confirmationOf, givenParameters } from "../core/configured";
import { fieldsOf } from "../form";
import type { JsonObject } from "../core/types";
import type { Language, Words } from "../words";
import { classesOf } from "./button";
import { make, say } from "./dom";
import { FieldView } from "./field";

/** What came of a press: wrong parameters by name, or a reason; null when it was accepted. */
export type Verdict = { problems: Record<string, string>; reason: string } | null;
type Submit = (parameters: JsonObject) => Promise<Verdict>;

/** Asks before a run: for the parameters, for a yes, or for both. Stays open until the server has accepted them. */
export class AskDialog {
  readonly #dialog: HTMLDialogElement;
  readonly #fields: FieldView[];
  readonly #problem = make("p", { class: "problem", role: "alert", hidden: true });
  readonly #submit: HTMLButtonElement;

  constructor(
    button: ConfiguredScript,
    language: Language,
    words: Words,
    private readonly run: Submit,
  ) {
    const asks = button.config.parameter_mode === "ask";
    const fields = asks ? fieldsOf(button.parameters_schema, language) : [];
    this.#fields = fields.map((field) => new FieldView(field, givenParameters(button), words));
    this.#submit = make("button", { type: "submit", class: classesOf({ ...button.button_style, type: colour(button), size: "default", plain: false }), part: "submit" }, button.button_text);
    const cancel = make("button", { type: "button", class: "button", part: "cancel", autofocus: fields.length === 0 }, words.cancel);
    cancel.addEventListener("click", () => this.#dialog.close());
    const confirmation = confirmationOf(button.config, language);
    const form = make("form", { method: "dialog", novalidate: true }, make("h2", { id: "ask" }, button.button_text));
    if (confirmation) form.append(make("p", {}, confirmation));
    form.append(...this.#fields.map(({ root }) => root), this.#problem, make("div", { class: "actions" }, cancel, this.#submit));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send();
    });
    this.#dialog = make("dialog", { "aria-labelledby": "ask", part: "dialog", lang: language }, form);
    this.#dialog.addEventListener("close", () => this.#dialog.remove());
  }

  openIn(root: ShadowRoot): void {
    root.append(this.#dialog);
    this.#dialog.showModal();
    this.#fields[0]?.focus();
  }

  async #send(): Promise<void> {
    if (this.#submit.ariaBusy === "true") return;
    const parameters = this.#read();
    if (!parameters) return;
    this.#submit.ariaBusy = this.#submit.ariaDisabled = "true";
    const verdict = await this.run(parameters);
    this.#submit.ariaBusy = this.#submit.ariaDisabled = null;
    if (verdict) this.#show(verdict);
    else this.#dialog.close();
  }

  #read(): JsonObject | null {
    const readings = this.#fields.map((view) => ({ view, ...view.read() }));
    const wrong = readings.find(({ problem }) => problem);
    wrong?.view.focus();
    if (wrong) return null;
    return Object.fromEntries(readings.flatMap(({ view, value }) => (value === undefined ? [] : [[view.field.name, value]])));
  }

  #show({ problems, reason }: NonNullable<Verdict>): void {
    for (const view of this.#fields) view.complain(problems[view.field.name] ?? "");
    const first = this.#fields.find(({ field }) => problems[field.name]);
    first?.focus();
    say(this.#problem, first ? "" : reason);
  }
}

const colour = ({ button_style: { type } }: ConfiguredScript): string => (["text", "link", "default"].includes(type) ? "primary" : type);
