import { Refused, Unreachable } from "./errors";
import { type Access, Http } from "./http";
import { messagesOf } from "./sse";
import type { JsonObject, PageScripts, Pressed, RunAnswer, ScriptsClient } from "./types";

/** The routes of scripts, spoken by every kind of button. */
export class HttpClient implements ScriptsClient {
  readonly #http: Http;

  constructor(access: Access) {
    this.#http = new Http(access);
  }

  async load(pageRoute: string, signal?: AbortSignal): Promise<PageScripts> {
    const path = `scripts?${new URLSearchParams({ page_route: pageRoute })}`;
    try {
      const page = await json<PageScripts>(await this.#http.ask(path, { signal }));
      this.#http.csrfToken = page.csrf_token ?? "";
      return page;
    } catch (error) {
      if (error instanceof Unreachable && !error.problem) await this.#http.checkOrigin(path);
      throw error;
    }
  }

  async press(pressed: Pressed, parameters: JsonObject, pageContext: string, idempotencyKey: string): Promise<string> {
    const answer = await this.#http.ask("execute-script", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": idempotencyKey },
      body: JSON.stringify({ ...pressed, parameters, page_context: pageContext }),
    });
    return String((await json<{ execution_id: string }>(answer)).execution_id);
  }

  async result(executionId: string, wait: number, seen: string, signal: AbortSignal): Promise<RunAnswer> {
    const query = new URLSearchParams({ task_id: executionId, execution_id: executionId, wait: String(wait), seen });
    return this.#absolute(await json<RunAnswer>(await this.#http.ask(`script-task-result?${query}`, { signal })));
  }

  async *stream(executionId: string, signal: AbortSignal): AsyncGenerator<RunAnswer> {
    const query = new URLSearchParams({ execution_id: executionId });
    const headers = { Accept: "text/event-stream" };
    const answer = await this.#http.ask(`script-task-result/stream?${query}`, { headers, signal });
    if (!answer.body || !answer.headers.get("Content-Type")?.startsWith("text/event-stream"))
      throw new Refused(501, { code: "no_stream", message: "" });
    for await (const text of messagesOf(answer.body)) yield this.#absolute(JSON.parse(text) as RunAnswer);
  }

  /** Links of the server lead to the server, wherever this page is; and only to pages. */
  #absolute(answer: RunAnswer): RunAnswer {
    if (!answer.log_url) return answer;
    const url = new URL(answer.log_url, this.#http.root);
    return { ...answer, log_url: /^https?:$/.test(url.protocol) ? url.href : null };
  }
}

async function json<T>(answer: Response): Promise<T> {
  try {
    return (await answer.json()) as T;
  } catch (error) {
    throw new Unreachable(String(error));
  }
}
