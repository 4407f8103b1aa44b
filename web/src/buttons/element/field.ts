import { type Field, initial, read, type Reading } from "../form";
import type { JsonObject } from "../core/types";
import type { Words } from "../words";
import { make, say, set } from "./dom";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** One parameter: label, control, hint, and what is wrong with it beside it. */
export class FieldView {
  readonly root: HTMLElement;
  readonly #control: Control;
  readonly #problem = make("div", { class: "problem", hidden: true });

  constructor(
    readonly field: Field,
    given: JsonObject,
    private readonly words: Words,
  ) {
    const id = `p-${field.name}`;
    const start = initial(field, given);
    this.#control = control(field, start, words);
    this.#problem.id = `${id}-problem`;
    const hintText = [field.description, field.widget === "list" ? words.perLine : ""].filter(Boolean).join(" ");
    const hint = make("div", { class: "hint", id: `${id}-hint` }, hintText);
    set(this.#control, "id", id);
    set(this.#control, "aria-describedby", [hintText && hint.id, this.#problem.id].filter(Boolean).join(" "));
    set(this.#control, "aria-required", field.required && field.widget !== "switch" ? "true" : undefined);
    const label = make("label", { for: id }, field.title);
    if (!field.required && field.widget !== "switch") label.append(" ", make("span", { class: "optional" }, `(${words.optional})`));
    const isTick = field.widget === "switch";
    this.root = make("div", { class: isTick ? "field tick" : "field" }, ...(isTick ? [this.#control, label] : [label, this.#control]));
    this.root.append(...(hintText ? [hint] : []), this.#problem);
    this.#control.addEventListener("input", () => this.complain(""));
  }

  read(): Reading {
    const typed = this.#control instanceof HTMLInputElement && this.#control.type === "checkbox" ? this.#control.checked : this.#control.value;
    // A field of numbers or dates hides what it could not read.
    const reading = this.#control.validity.badInput ? { problem: this.words.number } : read(this.field, typed, this.words);
    this.complain(reading.problem ?? "");
    return reading;
  }

  complain(problem: string): void {
    say(this.#problem, problem);
    set(this.#control, "aria-invalid", problem ? "true" : undefined);
  }

  focus(): void {
    this.#control.focus();
  }
}

const TYPES: Partial<Record<Field["widget"], string>> = {
  password: "password",
  number: "number",
  integer: "number",
  switch: "checkbox",
  date: "date",
  datetime: "datetime-local",
};

function control(field: Field, start: string | boolean, words: Words): Control {
  const name = field.name;
  if (field.widget === "select") return choice(field, String(start), words);
  if (field.widget === "textarea" || field.widget === "list" || field.widget === "json") {
    const area = make("textarea", { name, rows: "3", spellcheck: "false" });
    area.value = String(start);
    return area;
  }
  const input = make("input", { name, type: TYPES[field.widget] ?? "text", autocomplete: "off" });
  if (field.widget === "number") input.step = "any";
  if (typeof start === "boolean") input.checked = start;
  else input.value = start;
  return input;
}

function choice(field: Field, start: string, words: Words): HTMLSelectElement {
  const options = field.options.map((option, index) => make("option", { value: String(index) }, String(option)));
  const select = make("select", { name: field.name }, ...options);
  if (!field.required || start === "-1" || start === "") select.prepend(make("option", { value: "" }, words.choose));
  select.value = start === "-1" ? "" : start;
  return select;
}
