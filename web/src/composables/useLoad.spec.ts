import { effectScope } from "vue";
import { expect, it } from "vitest";
import { useLoad } from "./useLoad";

it("a slow answer to an older question is dropped", async () => {
  const answers: ((value: string) => void)[] = [];
  const { data, load } = effectScope().run(() => useLoad(() => new Promise<string>((resolve) => answers.push(resolve))))!;
  const first = load();
  const second = load();
  answers[1]?.("new");
  answers[0]?.("old");
  await Promise.all([first, second]);
  expect(data.value).toBe("new");
});

it("what was shown stays when a refresh fails", async () => {
  let broken = false;
  const { data, error, load } = effectScope().run(() => useLoad(async () => {
    if (broken) throw new Error("away");
    return "shown";
  }))!;
  await load();
  broken = true;
  await load();
  expect(data.value).toBe("shown");
  expect(error.value).toBeInstanceOf(Error);
});
