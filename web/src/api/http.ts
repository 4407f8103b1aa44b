import createClient, { type Middleware } from "openapi-fetch";
import { OfflineError, toApiError } from "./errors";
import type { paths } from "./schema";

const UNSAFE = new Set(["POST", "PUT", "PATCH", "DELETE"]);
const hooks = { language: () => "en", signedOut: () => {} };

/** The shell tells the client which language is chosen and what to do when the session has ended. */
export function configureHttp(given: Partial<typeof hooks>): void {
  Object.assign(hooks, given);
}

export function csrfToken(cookies = document.cookie): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(cookies)?.[1] ?? "";
}

const headers: Middleware = {
  onRequest({ request }) {
    request.headers.set("Accept-Language", hooks.language());
    if (UNSAFE.has(request.method)) request.headers.set("X-CSRFToken", csrfToken());
    return request;
  },
  onResponse({ response, schemaPath }) {
    if (response.status === 401 && !schemaPath.startsWith("/api/auth/")) hooks.signedOut();
  },
  onError({ error }) {
    return error instanceof DOMException && error.name === "AbortError" ? error : new OfflineError(String(error));
  },
};

export const sessionEnded = (): void => hooks.signedOut();

export const http = createClient<paths>({ baseUrl: location.origin, credentials: "same-origin" });
http.use(headers);

/** The body of a good answer, as the type the caller names; a bad one is thrown as ApiError. */
export async function unwrap<T>(call: Promise<{ data?: unknown; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw toApiError(response, error);
  return data as T;
}
