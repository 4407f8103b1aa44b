import { computed } from "vue";
import { useRoute, useRouter } from "vue-router";

/** Newer / Older over cursors. The cursor is in the URL; the way back is kept in the history entry. */
export function useKeyset() {
  const route = useRoute();
  const router = useRouter();
  const cursor = computed(() => (typeof route.query.cursor === "string" ? route.query.cursor : ""));

  const trail = (): string[] => (Array.isArray(history.state?.trail) ? (history.state.trail as string[]) : []);
  const go = (next: string, kept: string[]) => {
    const { cursor: _, ...query } = route.query;
    return router.push({ query: next ? { ...query, cursor: next } : query, state: { trail: kept } });
  };
  const older = (next: string) => go(next, [...trail(), cursor.value]);
  const newer = () => {
    const way = trail();
    return go(way.at(-1) ?? "", way.slice(0, -1));
  };
  return { cursor, older, newer };
}
