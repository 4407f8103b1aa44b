/** A FAKE server for specs: it answers what the spec tells it to, in the shapes of the real one. */
import type { Pace } from "./core/pace";
import type { ButtonConfig, JsonObject, PageScripts, Pressed, RunAnswer, ScriptsClient } from "./core/types";

export const QUICK: Pace = { first: 1, longest: 4, poll: 2, sending: 200, wait: 25 };

export const run = (changes: Partial<RunAnswer> = {}): RunAnswer => ({
  execution_id: "e1",
  ready: false,
  success: null,
  status: "running",
  state: JSON.stringify(changes),
  ...changes,
});
export const done = (changes: Partial<RunAnswer> = {}) => run({ ready: true, success: true, status: "success", duration: 2, result: { rows: 3 }, ...changes });
export const failed = (changes: Partial<RunAnswer> = {}) => run({ ready: true, success: false, status: "failed", error: "no route to host", ...changes });

export const button = (changes: Partial<ButtonConfig> = {}): ButtonConfig => ({
  id: 1,
  script_id: 7,
  page_route: "/x",
  button_text: "运行",
  button_text_en: "Run it",
  ...changes,
});
export const pageOf = (...page_configs: ButtonConfig[]): PageScripts => ({
  scripts: [{ id: 7, name: "print_test_script", is_active: true, tasks: [{ id: 7, name: "t", parameters: {} }] }],
  page_configs,
});

type Step = RunAnswer | Error;

/** Each call of a route takes the next list of steps; an Error among them is thrown. */
export class FakeClient implements ScriptsClient {
  page: PageScripts = pageOf(button());
  readonly streams: Step[][] = [];
  readonly answers: Step[] = [];
  readonly presses: (string | Error)[] = [];
  readonly asked: string[] = [];
  readonly keys: string[] = [];
  readonly given: [Pressed, JsonObject][] = [];

  async load(): Promise<PageScripts> {
    this.asked.push("load");
    return this.page;
  }

  async press(pressed: Pressed, parameters: JsonObject, _: string, key: string): Promise<string> {
    this.asked.push("press");
    this.keys.push(key);
    this.given.push([pressed, parameters]);
    return told(this.presses.shift() ?? "e1");
  }

  async result(_: string, wait: number): Promise<RunAnswer> {
    this.asked.push(wait ? "wait" : "poll");
    return told(this.answers.shift() ?? done());
  }

  async *stream(): AsyncGenerator<RunAnswer> {
    this.asked.push("stream");
    for (const step of this.streams.shift() ?? [done()]) yield told(step);
  }
}

function told<T>(step: T | Error): T {
  if (step instanceof Error) throw step;
  return step;
}
