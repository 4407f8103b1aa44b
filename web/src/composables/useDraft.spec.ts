import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { effectScope, nextTick, reactive, ref, shallowRef } from "vue";

const user = shallowRef<{ username: string } | null>({ username: "ada" });
vi.mock("./useSession", () => ({ useSession: () => ({ user }) }));
const { useDraft } = await import("./useDraft");

function form() {
  const state = reactive({ name: "", env: {} as Record<string, string> });
  const dirty = ref(false);
  const scope = effectScope();
  const draft = scope.run(() => useDraft({ name: "task x", dirty, state: () => state }))!;
  return { state, dirty, scope, draft };
}

describe("a draft", () => {
  beforeEach(() => {
    sessionStorage.clear();
    user.value = { username: "ada" };
    vi.useFakeTimers();
  });
  afterEach(() => vi.useRealTimers());

  it("is there again when the same person is back", async () => {
    const first = form();
    first.dirty.value = true;
    first.state.name = "Backup";
    first.state.env = { PGPASSWORD: "hunter2", HOST: "db" };
    await nextTick();
    vi.runAllTimers();
    first.scope.stop();
    expect(JSON.stringify(sessionStorage)).not.toContain("hunter2");

    const second = form();
    expect(second.draft.restore()).toEqual({ name: "Backup", env: { HOST: "db" } });
    expect(second.draft.restored.value).toEqual(["env.PGPASSWORD"]);
  });

  it("is nobody else's", () => {
    const { draft } = form();
    draft.keep();
    user.value = { username: "eve" };
    expect(form().draft.restore()).toBeNull();
    expect(sessionStorage.length).toBe(0);
  });

  it("is gone once the form is saved", async () => {
    const { draft, dirty, state } = form();
    dirty.value = true;
    await nextTick();
    state.name = "x";
    draft.keep();
    dirty.value = false;
    await nextTick();
    expect(sessionStorage.length).toBe(0);
  });
});
