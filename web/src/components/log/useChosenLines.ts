import { computed } from "vue";
import { useRoute, useRouter } from "vue-router";

/** The lines named in the address: #L812, or #L812-L820. */
export function useChosenLines() {
  const route = useRoute();
  const router = useRouter();
  const range = computed(() => {
    const found = /^#L(\d+)(?:-L(\d+))?$/.exec(route.hash);
    if (!found) return null;
    const from = Number(found[1]);
    return { from, to: Number(found[2] ?? from) };
  });
  return {
    first: () => range.value?.from ?? null,
    has: (line: number) => range.value !== null && line >= range.value.from && line <= range.value.to,
    choose(line: number, extend: boolean) {
      const start = range.value?.from ?? line;
      const [from, to] = extend ? [Math.min(start, line), Math.max(start, line)] : [line, line];
      void router.replace({ query: route.query, hash: from === to ? `#L${from}` : `#L${from}-L${to}` });
    },
  };
}
