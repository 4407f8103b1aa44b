import { type Problem, Refused, Unreachable } from "./errors";

export interface Access {
  /** Where Watchbell is: an origin, with the prefix below which a host has put it. "" is the page's own origin. */
  baseUrl: string;
  /** A button key; "" means the session of whoever is signed in, at the page's own origin only. */
  key: string;
  language: () => string;
}

const TRY_LATER = new Set([408, 425, 500, 502, 503, 504]);

export function apiRoot(baseUrl: string, page = location.href): URL {
  const base = baseUrl ? new URL(baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`, page) : new URL("/", page);
  if (!/^https?:$/.test(base.protocol)) throw new Refused(0, { code: "base_url_invalid", message: baseUrl });
  return new URL("api/", base);
}

/** Requests to one Watchbell, with the key or the session, and one shape of failure. */
export class Http {
  readonly root: URL;
  /** Django's token against forged requests, where a session signs us in. */
  csrfToken = "";

  constructor(private readonly access: Access) {
    this.root = apiRoot(access.baseUrl);
  }

  get isForeign(): boolean {
    return this.root.origin !== location.origin;
  }

  /** The answer, once its head is there and good. Throws Refused or Unreachable, and AbortError as it is. */
  async ask(path: string, init: RequestInit = {}): Promise<Response> {
    if (this.isForeign && !this.access.key) throw new Refused(0, { code: "key_missing", message: "" });
    return this.#answer(path, this.#complete(init));
  }

  /**
   * Throws Refused where the server does not accept pages of this origin. The browser keeps that from us when it has to
   * ask first, as for a key; what needs no asking is answered in words.
   */
  async checkOrigin(path: string): Promise<void> {
    if (!this.isForeign) return;
    const headers = { "Accept-Language": this.access.language() };
    await this.#answer(path, { headers, credentials: "omit", cache: "no-store" }).catch((error: unknown) => {
      if (error instanceof Refused && error.problem.code === "origin_not_allowed") throw error;
    });
  }

  async #answer(path: string, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(new URL(path, this.root), init);
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw new Unreachable(String(error));
    }
    if (response.ok) return response;
    throw await failure(response);
  }

  #complete(init: RequestInit): RequestInit {
    const headers = new Headers(init.headers);
    headers.set("Accept-Language", this.access.language());
    if (this.access.key) headers.set("Authorization", `Bearer ${this.access.key}`);
    else if (this.csrfToken) headers.set("X-CSRFToken", this.csrfToken);
    return { ...init, headers, credentials: this.access.key ? "omit" : "same-origin", cache: "no-store", redirect: "error" };
  }
}

async function failure(response: Response): Promise<Error> {
  const body = (await response.json().catch(() => null)) as { error?: Problem; errors?: Problem[] } | null;
  if (TRY_LATER.has(response.status))
    return new Unreachable(`HTTP ${response.status}`, Number(response.headers.get("Retry-After")) || 0, body?.error);
  const problem = body?.error ?? { code: `http_${response.status}`, message: `HTTP ${response.status} ${response.statusText}`.trim() };
  return new Refused(response.status, problem, body?.errors);
}
