import { describe, expect, it } from "vitest";
import type { Json } from "@/api/types";
import { isSecretName, refill, withoutSecrets } from "./drafts";

describe("a draft in the browser", () => {
  it("holds no secret, wherever it is", () => {
    const form: Json = { task_env: { PGPASSWORD: "hunter2", PGHOST: "db" }, task_config: { steps: [{ env: { API_TOKEN: "t" } }], url: "https://me:pw@ci" } };
    const { kept, left } = withoutSecrets(form);
    expect(JSON.stringify(kept)).not.toMatch(/hunter2|"t"|pw/);
    expect(left).toEqual([["task_env", "PGPASSWORD"], ["task_config", "steps", 0, "env", "API_TOKEN"], ["task_config", "url"]]);
  });

  it("leaves out the default of a hidden parameter", () => {
    const { kept } = withoutSecrets({ properties: { pin: { type: "string", format: "password", default: "0000" }, day: { default: "today" } } });
    expect(kept).toEqual({ properties: { pin: { type: "string", format: "password" }, day: { default: "today" } } });
  });

  it.each(["token_secret", "secret_headers", "KEYBOARD", "PGHOST"])("keeps %s, which is no secret", (name) => expect(isSecretName(name)).toBe(false));

  it("gets its secrets back from what is saved, and names those that are not there", () => {
    const saved: Json = { env: { A_TOKEN: "one" } };
    const { kept, left } = withoutSecrets({ env: { A_TOKEN: "one", B_TOKEN: "two" } });
    expect(refill(kept, left, saved)).toEqual(["env.B_TOKEN"]);
    expect(kept).toEqual(saved);
  });
});
