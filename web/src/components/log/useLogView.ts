import { computed, nextTick, onMounted, onScopeDispose, ref, watch, type Ref } from "vue";
import type { useLog } from "@/composables/useLog";
import { rowWindow, scrollFor, tallness, topRow } from "@/lib/rows";

type Log = ReturnType<typeof useLog>;
const SLACK_PX = 4;

/** Where the view stands in the log: which rows are drawn, and whether it follows the end. */
export function useLogView(log: Log, viewport: Ref<HTMLElement | undefined>, active: Ref<boolean>) {
  const scrollTop = ref(0);
  const height = ref(600);
  const following = ref(false);
  const seen = ref(0);
  let lastTop = 0;

  const view = computed(() => ({ count: log.count.value, scrollTop: scrollTop.value, height: height.value }));
  const window = computed(() => rowWindow(view.value));
  const indexes = computed(() => Array.from({ length: window.value.end - window.value.first }, (_, n) => window.value.first + n));
  const unread = computed(() => (active.value && !following.value ? Math.max(0, log.count.value - seen.value) : 0));

  const atEnd = (box: HTMLElement) => box.scrollTop + box.clientHeight >= box.scrollHeight - SLACK_PX;

  function toEnd(): void {
    const box = viewport.value;
    if (!box) return;
    box.scrollTop = box.scrollHeight;
    scrollTop.value = lastTop = box.scrollTop;
  }
  async function toRow(index: number): Promise<void> {
    following.value = false;
    seen.value = log.count.value;
    await nextTick();
    const box = viewport.value;
    if (box) box.scrollTop = Math.max(0, scrollFor(index, view.value) - 5 * 20);
  }
  async function follow(): Promise<void> {
    following.value = active.value;
    await nextTick();
    toEnd();
  }
  /** Any upward scroll stops following; coming back to the end starts it again. */
  function scrolled(): void {
    const box = viewport.value;
    if (!box) return;
    scrollTop.value = box.scrollTop;
    if (box.scrollTop < lastTop - 1 && following.value && !atEnd(box)) {
      following.value = false;
      seen.value = log.count.value;
    } else if (active.value && atEnd(box)) following.value = true;
    lastTop = box.scrollTop;
  }

  watch(window, ({ first, end }) => log.ensure(first + 1, end), { flush: "post" });
  watch(log.count, () => following.value && toEnd(), { flush: "post" });
  watch(active, (now) => !now && (following.value = false));

  onMounted(() => {
    const box = viewport.value;
    if (!box || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(() => {
      height.value = box.clientHeight || 600;
      if (following.value) toEnd();
    });
    observer.observe(box);
    onScopeDispose(() => observer.disconnect());
  });

  return {
    indexes, window, following, unread, follow, toRow, toEnd, scrolled,
    tall: computed(() => tallness(log.count.value)),
    top: () => topRow(view.value),
  };
}
