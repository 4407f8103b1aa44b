/** Buttons without a server, for the page where they are made: every press is played, and says so. */
import { pause } from "./core/pace";
import type { PageScripts, RunAnswer, ScriptsClient } from "./core/types";

const STEPS = 20;

export class PreviewClient implements ScriptsClient {
  /** `step`: ms between two pictures of the play. `says`: what the end says. */
  constructor(
    private readonly page: PageScripts,
    private readonly says: () => string,
    private readonly step = 200,
  ) {}

  async load(): Promise<PageScripts> {
    return { scripts: this.page.scripts, page_configs: this.page.page_configs.map((config) => ({ ...config, running: null })) };
  }

  async press(): Promise<string> {
    await pause(this.step * 2);
    return "preview";
  }

  async *stream(executionId: string, signal: AbortSignal): AsyncGenerator<RunAnswer> {
    const base = { execution_id: executionId, ready: false, success: null, log_url: null };
    for (const queue_position of [2, 1]) {
      yield { ...base, status: "pending", queue_position };
      await pause(this.step * 3, signal);
    }
    for (let n = 0; n <= STEPS; n++) {
      yield { ...base, status: "running", progress: { progress: (100 * n) / STEPS } };
      await pause(this.step, signal);
    }
    yield { ...base, ready: true, success: true, status: "success", result: { message: this.says() }, duration: (STEPS * this.step) / 1000 };
  }

  result(): Promise<RunAnswer> {
    return Promise.reject(new Error("a preview is only streamed"));
  }
}
