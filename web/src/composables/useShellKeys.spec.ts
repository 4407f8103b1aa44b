import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { effectScope, type EffectScope } from "vue";

const push = vi.fn();
vi.mock("vue-router", () => ({ useRouter: () => ({ push }) }));
const { useShellKeys } = await import("./useShellKeys");
const { useLetters } = await import("./useKeys");

let scope: EffectScope;
let keys: ReturnType<typeof useShellKeys>;
const press = (key: string, more: KeyboardEventInit = {}, on: EventTarget = document.body) => on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));

beforeEach(() => {
  scope = effectScope();
  keys = scope.run(useShellKeys)!;
});
afterEach(() => {
  scope.stop();
  push.mockClear();
  useLetters().set(true);
  document.body.innerHTML = "";
});

it("Ctrl K opens the search, and closes it", () => {
  press("k", { ctrlKey: true });
  expect(keys.open.value).toBe("search");
  press("k", { metaKey: true });
  expect(keys.open.value).toBeNull();
});

it("g and a letter go to a page; the letter alone does not", () => {
  press("e");
  expect(push).not.toHaveBeenCalled();
  press("g");
  press("e");
  expect(push).toHaveBeenCalledWith("/executions");
});

it("letters are not taken from fields, and not at all once they are switched off", () => {
  document.body.innerHTML = "<input>";
  press("?", {}, document.querySelector("input")!);
  expect(keys.open.value).toBeNull();
  useLetters().set(false);
  press("?");
  expect(keys.open.value).toBeNull();
  press("k", { ctrlKey: true });
  expect(keys.open.value).toBe("search");
});

it("/ goes to the search of the page", () => {
  document.body.innerHTML = '<main><div role="search"><input></div></main>';
  press("/");
  expect(document.activeElement).toBe(document.querySelector("input"));
});
