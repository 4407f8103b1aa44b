import { onScopeDispose, readonly, ref } from "vue";

const now = ref(new Date());
let users = 0;
let timer: ReturnType<typeof setInterval> | undefined;

const tick = () => {
  if (!document.hidden) now.value = new Date();
};

/** The current second, shared by everything that shows an age; it stands still in a hidden tab. */
export function useNow() {
  if (users++ === 0) {
    tick();
    timer = setInterval(tick, 1000);
  }
  onScopeDispose(() => {
    if (--users === 0) clearInterval(timer);
  });
  return readonly(now);
}
