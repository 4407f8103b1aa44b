import { mount, type VueWrapper } from "@vue/test-utils";
import { nextTick, ref, shallowRef } from "vue";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useLogView } from "./useLogView";

const count = ref(0);
const active = ref(true);
const ensure = vi.fn();
let box: { scrollTop: number; clientHeight: number; readonly scrollHeight: number };
let host: VueWrapper;
let view: ReturnType<typeof useLogView>;

beforeEach(async () => {
  count.value = 1000;
  active.value = true;
  ensure.mockReset();
  box = {
    scrollTop: 0,
    clientHeight: 600,
    get scrollHeight() {
      return count.value * 20;
    },
  };
  const log = { count, ensure } as never;
  host = mount({
    setup() {
      view = useLogView(log, shallowRef(box as unknown as HTMLElement), active);
      return () => null;
    },
  });
  await view.follow();
  view.scrolled();
});
afterEach(() => host.unmount());

it("a running log is followed", () => expect(view.following.value).toBe(true));

it("any upward scroll stops following, and the new lines are counted", async () => {
  box.scrollTop = box.scrollHeight - box.clientHeight;
  view.scrolled();
  box.scrollTop -= 40;
  view.scrolled();
  expect(view.following.value).toBe(false);
  count.value += 128;
  expect(view.unread.value).toBe(128);
});

it("coming back to the end follows again", () => {
  box.scrollTop = 0;
  view.scrolled();
  box.scrollTop = box.scrollHeight - box.clientHeight;
  view.scrolled();
  expect(view.following.value).toBe(true);
  expect(view.unread.value).toBe(0);
});

it("a finished log is not followed", () => {
  active.value = false;
  expect(view.unread.value).toBe(0);
});

it("few rows are drawn, and those in view are fetched", async () => {
  box.scrollTop = 0;
  view.scrolled();
  count.value = 200_000;
  box.scrollTop = 100_000 * 20;
  view.scrolled();
  await nextTick();
  expect(view.indexes.value.length).toBeLessThan(60);
  expect(ensure).toHaveBeenLastCalledWith(99_991, 100_041);
});
