import { computed, type WritableComputedRef } from "vue";
import { useRoute, useRouter } from "vue-router";

/** Filters that live in the URL. Changing one goes back to the first page of results. */
export function useQueryState<Name extends string>(names: readonly Name[]) {
  const route = useRoute();
  const router = useRouter();
  const read = (name: string) => {
    const value = route.query[name];
    return (Array.isArray(value) ? value[0] : value) ?? "";
  };
  const write = (changes: Partial<Record<Name, string>>) => {
    const query = Object.fromEntries(
      Object.entries({ ...route.query, ...changes, cursor: undefined }).filter(([, value]) => value),
    );
    return router.replace({ query, hash: route.hash });
  };
  const fields = {} as Record<Name, WritableComputedRef<string>>;
  for (const name of names)
    fields[name] = computed({ get: () => read(name), set: (value) => void write({ [name]: value } as never) });

  const values = computed(() => Object.fromEntries(names.map((name) => [name, read(name)])) as Record<Name, string>);
  const filtered = computed(() => names.some((name) => read(name) !== ""));
  const clear = () => write(Object.fromEntries(names.map((name) => [name, ""])) as Partial<Record<Name, string>>);
  return { fields, values, filtered, clear, write };
}
