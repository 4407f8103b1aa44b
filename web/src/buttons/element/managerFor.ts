import { HttpClient } from "../core/client";
import { Refused } from "../core/errors";
import { apiRoot } from "../core/http";
import { ScriptManager } from "../core/manager";
import type { PageScripts, ScriptsClient } from "../core/types";
import { PreviewClient } from "../preview";
import { WORDS, languageOf } from "../words";

/** The manager that the attributes of an element ask for. */
export function managerFor(element: HTMLElement, preview: PageScripts | null): ScriptManager {
  const language = () => languageOf(element.getAttribute("language"), element);
  const baseUrl = element.getAttribute("base-url") ?? "";
  const pageRoute = element.getAttribute("page-route") ?? "";
  if (preview) {
    const client = new PreviewClient(preview, () => WORDS[language()].preview);
    return new ScriptManager({ client, pageRoute, language, storage: null });
  }
  return new ScriptManager({ ...clientFor(baseUrl, pageRoute, element.getAttribute("key") ?? "", language), pageRoute, language });
}

/** A client, or one that refuses in the words of what is missing. */
export function clientFor(baseUrl: string, pageRoute: string, key: string, language: () => string): { client: ScriptsClient; server: string } {
  try {
    if (!pageRoute) throw new Refused(0, { code: "route_missing", message: "" });
    return { client: new HttpClient({ baseUrl, key, language }), server: apiRoot(baseUrl).href };
  } catch (error) {
    const refusal = error instanceof Refused ? error : new Refused(0, { code: "base_url_invalid", message: "" });
    return { client: refusing(refusal), server: "" };
  }
}

function refusing(refusal: Refused): ScriptsClient {
  const refuse = () => Promise.reject(refusal);
  return { load: refuse, press: refuse, result: refuse, stream: () => ({ [Symbol.asyncIterator]: () => ({ next: refuse }) }) };
}
